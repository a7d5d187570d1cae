package org.headscope.engine.survey;

import java.util.Locale;

/** An effect of replacing a head (interpretability.md E.5): loss with it minus loss without, so that positive means the head helps. */
public enum Effect {
    /** What the head itself adds to the final residual stream changes, and nothing else. */
    DIRECT,
    /** All above the head runs again. */
    TOTAL,
    /** The total without the direct change. */
    INDIRECT;

    /** Its name, and that of its column in a survey's file. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
