package org.headscope.app.patching;

import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * What patching the chosen paths does.
 *
 * @param used the senders and receivers that lie on a path
 * @param change of the metric; NaN where no path leads from a sender to a receiver
 */
record PathResult(Question question, PathChoice used, double before, double change) {
    /** What is asked. */
    record Question(Ground ground, Direction direction, PathChoice choice) {}

    static PathResult of(Question question, Progress progress) throws PromptException {
        Ground ground = question.ground();
        double before = ground.base(question.direction()).metric().value();
        PathPatching paths =
                ground.pair().path(question.direction(), question.choice().mlps());
        PathChoice used = question.choice().onPaths(paths);
        if (!used.isComplete()) return new PathResult(question, used, before, Double.NaN);
        double change = paths.effect(used.senders(), used.reading(paths), progress);
        return new PathResult(question, used, before, change);
    }

    boolean hasPath() {
        return used.isComplete();
    }
}
