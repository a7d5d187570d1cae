package org.headscope.app.family;

import org.headscope.engine.experiment.Metric;

/**
 * The metric of a prompt.
 *
 * @param before without interventions; null if it could not be measured
 * @param after with them; null where there are none
 * @param problem why it could not be measured, in one sentence; empty if it could
 */
record Measured(Metric before, Metric after, String problem) {
    /** Whether what was measured are numbers. */
    boolean isFinite() {
        return Double.isFinite(before.value()) && (after == null || Double.isFinite(after.value()));
    }
}
