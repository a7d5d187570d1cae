package org.headscope.app.patching;

import org.headscope.app.heatmap.Cell;
import org.headscope.engine.analysis.LensMetric;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * A run with one patch, made by hand.
 *
 * @param lens the metric as the lens reads it from this run, [row, pos]
 */
record Patched(Question question, Run run, Tensor lens) {
    /**
     * What is patched.
     *
     * @param source what the run that the value is from is called
     */
    record Question(Ground ground, Direction direction, Cell cell, Site site, String source) {}

    static Patched of(Question question, Progress progress) throws PromptException {
        Ground ground = question.ground();
        var patch = ground.pair().patch(question.direction(), question.site(), question.source(), progress);
        Run run = ground.laboratory()
                .beside(ground.base(question.direction()).experiment().plus(patch), progress);
        return new Patched(question, run, LensMetric.of(ground.pair().model(), run, progress));
    }

    double before() {
        return question.ground().base(question.direction()).metric().value();
    }

    double after() {
        return run.metric().value();
    }

    double donor() {
        return question.ground().donor(question.direction()).metric().value();
    }
}
