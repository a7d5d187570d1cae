package org.headscope.engine.survey;

import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * Measures what every head does for every token of a corpus (interpretability.md F.5) and keeps it in a store, a chunk at a time.
 * What the store has is not computed again. Memory does not grow with the corpus.
 */
public record HeadSurvey(Model model, Corpus corpus, SurveyStore store) {
    /**
     * How far a survey is.
     *
     * @param chunks how many are in the store up to here
     * @param tokens how many are measured in these
     * @param fraction of the corpus that was read, from 0 to 1
     * @param passedOver lines, rows or documents that could not be used
     * @param measured whether the last chunk was measured now, and not before
     */
    public record Step(int chunks, long tokens, double fraction, int passedOver, boolean measured) {}

    /** Told of each chunk when it is in the store. */
    @FunctionalInterface
    public interface Listener {
        void at(Step step);
    }

    /**
     * Goes through the corpus up to a number of tokens.
     *
     * @param mostTokens no new chunk begins where this many are in the store
     * @param progress told of the heads of a chunk that are done, and of chunks where means are taken; may cancel, which loses the
     *     chunk that is being measured
     * @throws ModelException if the corpus is not the one of the store, or one of both cannot be used any more
     * @throws PromptException if the tokenizer cannot take the text
     * @throws IllegalArgumentException if the plan of the store does not fit the model
     */
    public void run(long mostTokens, Listener listener, Progress progress) throws ModelException, PromptException {
        SurveyPlan plan = store.subject().plan();
        plan.check(model.config());
        HeadMeans means = means(plan, progress);
        long tokens = 0;
        try (var effects = new HeadEffects(model, plan, means);
                Chunks chunks = corpus.chunks(model.tokenizer(), plan.chunking())) {
            for (Chunk chunk = chunks.next(); chunk != null && tokens < mostTokens; chunk = chunks.next()) {
                boolean missing = !store.has(chunk);
                if (missing) store.add(effects.of(chunk, progress), model.tokenizer()::text);
                tokens += chunk.predicted();
                listener.at(new Step(chunk.number() + 1, tokens, chunks.fraction(), chunks.passedOver(), missing));
            }
        }
    }

    private HeadMeans means(SurveyPlan plan, Progress progress) throws ModelException, PromptException {
        if (plan.ablation() == SurveyPlan.Ablation.ZERO) return null;
        HeadMeans known = store.means(model.config());
        if (known != null) return known;
        try (Chunks chunks = corpus.chunks(model.tokenizer(), plan.chunking())) {
            HeadMeans means = HeadMeans.over(model, chunks, plan.chunking().length(), plan.meanChunks(), progress);
            store.keep(means);
            return means;
        }
    }
}
