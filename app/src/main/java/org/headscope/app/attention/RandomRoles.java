package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * The scores of all heads on random tokens said twice: the same for a model whatever the prompt. They are computed one
 * sequence after the other, so that a run of the user waits for one of them at most.
 *
 * @param rows sequences that are averaged so far
 * @param mean over them; null before the first
 */
record RandomRoles(Model model, int rows, HeadRoles mean) {
    static final int ROWS = 4;
    static final long SEED = 1;
    private static final int LENGTH = 32;

    static RandomRoles start(Model model) {
        return new RandomRoles(model, 0, null);
    }

    boolean done() {
        return rows == ROWS;
    }

    /** With one more sequence. */
    RandomRoles next(Progress progress) throws PromptException {
        HeadRoles row = HeadRoles.onRepeatedTokens(model, length(model), 1, SEED + rows, progress);
        return new RandomRoles(model, rows + 1, mean == null ? row : mean(mean, rows, row));
    }

    /** Random tokens before they repeat, as many as the model has room for. */
    private static int length(Model model) {
        return Math.clamp((model.config().nCtx() - 1) / 2, 1, LENGTH);
    }

    /** The mean of so many and one more. */
    static HeadRoles mean(HeadRoles many, int count, HeadRoles one) {
        var layers = new ArrayList<List<RoleScores>>();
        for (int layer = 0; layer < one.scores().size(); layer++) {
            var heads = new ArrayList<RoleScores>();
            for (int head = 0; head < one.scores().get(layer).size(); head++) {
                RoleScores old = many.of(layer, head);
                RoleScores now = one.of(layer, head);
                heads.add(new RoleScores(
                        mean(old.previous(), count, now.previous()),
                        mean(old.duplicate(), count, now.duplicate()),
                        mean(old.induction(), count, now.induction()),
                        mean(old.first(), count, now.first())));
            }
            layers.add(heads);
        }
        return new HeadRoles(layers);
    }

    private static double mean(double many, int count, double one) {
        return (many * count + one) / (count + 1);
    }
}
