package org.headscope.app.attribution;

import org.headscope.app.text.Text;

/** Into what the whole is split. */
enum SplitBy {
    /** Embeddings, attention layers, MLPs. */
    LAYERS,
    /** Embeddings, heads, MLPs. */
    HEADS,
    /** The neurons that give most. */
    NEURONS,
    /** The positions that the chosen head reads from. */
    SOURCES;

    String words() {
        return Text.of("attribution.by." + name());
    }
}
