package org.headscope.app.session;

import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;

/**
 * A state in the history of the session.
 *
 * @param words what was changed to come here, such as "ablate 3.5"
 * @param experiment the state
 * @param run the number of its run; 0 until it is there
 * @param metric the metric of its run; null until it is there
 */
public record Step(String words, Experiment experiment, long run, Metric metric) {
    Step with(long number, Metric value) {
        return new Step(words, experiment, number, value);
    }
}
