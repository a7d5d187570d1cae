package org.headscope.app.circuit;

import org.headscope.app.text.Text;

/** What the pane shows of the weights. */
enum Aspect {
    /** Rows and columns of a head's circuit for chosen tokens. */
    ROWS,
    /** Where every token stands in its own row. */
    RANKS,
    /** Copying scores of all heads. */
    COPYING,
    /** Composition scores of all pairs of heads. */
    COMPOSITION,
    /** Singular vectors read as tokens. */
    DIRECTIONS,
    /** Tokens with similar vectors. */
    NEIGHBOURS;

    String words() {
        return Text.of("circuit.aspect." + this);
    }

    /** Whether it shows one head, or its layer, rather than all. */
    boolean isOfHead() {
        return this == ROWS || this == RANKS || this == DIRECTIONS;
    }

    /** Whether tokens stand for vectors in it. */
    boolean hasEmbedding() {
        return this == ROWS || this == RANKS || this == NEIGHBOURS;
    }

    /** Whether tokens are typed for it. */
    boolean hasTokens() {
        return this == ROWS || this == NEIGHBOURS;
    }
}
