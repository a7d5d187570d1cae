package org.headscope.engine.survey;

import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** One chunk of a survey of all heads, without a file: for measuring how long it takes. */
public final class SurveyBench implements AutoCloseable {
    private final Model model;
    private final HeadEffects effects;

    /** @param total whether the total and the indirect effect are measured, too */
    public SurveyBench(Model model, int length, boolean total) {
        this.model = model;
        var plan = new SurveyPlan(
                new Chunking(length, false, false, false),
                SurveyPlan.Ablation.ZERO,
                0,
                total,
                SurveyPlan.heads(model.config()));
        effects = new HeadEffects(model, plan, null);
    }

    /** How many heads each token is measured for. */
    public int heads() {
        return model.config().nLayers() * model.config().nHeads();
    }

    /** Measures a chunk. */
    public void run(int[] tokens) throws PromptException {
        effects.of(new Chunk(0, 0, 0, tokens), Progress.NONE);
    }

    @Override
    public void close() {
        effects.close();
    }
}
