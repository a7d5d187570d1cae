package org.headscope.app.session;

import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;

/**
 * A state in the history of the session.
 *
 * @param words what was changed to come here, such as "ablate 3.5"
 * @param experiment the state
 * @param metric the metric of its run; null until it is there
 */
public record Step(String words, Experiment experiment, Metric metric) {
    Step with(Metric value) {
        return new Step(words, experiment, value);
    }
}
