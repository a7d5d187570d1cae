package org.headscope.app.attribution;

import org.headscope.app.text.Text;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.HeadReading;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.hook.Site;

/**
 * A step from a head to one of the three things that it reads.
 *
 * @param query the position where the head acts; for values where it gives most
 * @param key the position that it looks at; unused for values
 */
record TraceStep(Site head, Input input, int query, int key) {
    /** What a head reads. */
    enum Input {
        QUERY,
        KEY,
        VALUE;

        String words() {
            return Text.of("attribution.input." + name());
        }
    }

    /** What is read now. */
    Reading read(ActivationCache cache, Reading next) {
        var reader = new HeadReading(head.layer(), head.head());
        return switch (input) {
            case QUERY -> reader.query(cache, query, key);
            case KEY -> reader.key(cache, query, key);
            case VALUE -> reader.values(cache, next);
        };
    }
}
