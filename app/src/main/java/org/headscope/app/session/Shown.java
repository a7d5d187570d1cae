package org.headscope.app.session;

/** Which of the two runs of a comparison the panes show. */
public enum Shown {
    /** The run without interventions. */
    BEFORE,
    /** The run with them. */
    AFTER,
    /** After minus before. */
    DIFFERENCE
}
