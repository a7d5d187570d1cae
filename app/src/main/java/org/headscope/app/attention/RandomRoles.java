package org.headscope.app.attention;

import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** The scores of all heads on random tokens said twice: the same for a model whatever the prompt. */
final class RandomRoles {
    static final int ROWS = 4;
    static final long SEED = 1;
    private static final int LENGTH = 32;

    private RandomRoles() {}

    /** Random tokens before they repeat, as many as the model has room for. */
    static int length(Model model) {
        return Math.clamp((model.config().nCtx() - 1) / 2, 1, LENGTH);
    }

    static HeadRoles of(Model model, Progress progress) throws PromptException {
        return HeadRoles.onRepeatedTokens(model, length(model), ROWS, SEED, progress);
    }
}
