package org.headscope.app.patching;

/** What the pane is used for. */
enum Mode {
    /** A map of what every patch does. */
    MAP,
    /** One patch by hand: a cell of one run onto the other. */
    DRAG,
    /** Patches along chosen paths. */
    PATHS
}
