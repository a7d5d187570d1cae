package org.headscope.app.ablation;

/** Which ways from a part to the metric count (interpretability.md E.5). */
enum Path {
    TOTAL,
    /** Straight through the residual stream: later parts put out what they did, and the final norm keeps its scale. */
    DIRECT,
    /** The total less the direct: through later parts and the final norm. */
    INDIRECT
}
