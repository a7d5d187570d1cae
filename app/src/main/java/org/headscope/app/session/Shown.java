package org.headscope.app.session;

/** Which of the two runs of a comparison the panes show. */
public enum Shown {
    /** The run without interventions. */
    BEFORE,
    /** The run with them. */
    AFTER,
    /** After minus before. */
    DIFFERENCE,
    /** Both beside each other, on one scale. */
    BOTH;

    /** What a pane shows that has room for one picture: of both, the run with the interventions. */
    public Shown single() {
        return this == BOTH ? AFTER : this;
    }
}
