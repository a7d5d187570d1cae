package org.headscope.engine.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;

/**
 * What a survey of heads measures at every token of a corpus.
 *
 * @param ablation what a head's output is replaced by
 * @param meanChunks over how many of the first chunks means are taken; nothing where there are none
 * @param total whether the total and the indirect effect are measured, too, for which all above a head runs again
 * @param heads in the order of the model
 */
public record SurveyPlan(Chunking chunking, Ablation ablation, int meanChunks, boolean total, List<Site> heads) {
    /** Over how many chunks means are taken where nothing else is asked for (interpretability.md F.4). */
    public static final int MEAN_CHUNKS = 100;

    /** What a head's output is replaced by. */
    public enum Ablation {
        /** Its mean at the same position of other chunks. */
        MEAN,
        ZERO;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SurveyPlan {
        heads = List.copyOf(heads);
        if (heads.isEmpty()) throw new IllegalArgumentException("A survey needs at least one head.");
        if (heads.stream().distinct().count() < heads.size()) {
            throw new IllegalArgumentException("A survey takes each head once.");
        }
        if (ablation == Ablation.MEAN && meanChunks < 1) {
            throw new IllegalArgumentException("Means are taken over at least one chunk.");
        }
        if (ablation == Ablation.ZERO) meanChunks = 0;
    }

    /** The direct effect of all heads of a model against their means. */
    public static SurveyPlan of(ModelConfig config) {
        return new SurveyPlan(Chunking.of(config), Ablation.MEAN, MEAN_CHUNKS, false, heads(config));
    }

    /** All heads of a model. */
    public static List<Site> heads(ModelConfig config) {
        var heads = new ArrayList<Site>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            for (int head = 0; head < config.nHeads(); head++) heads.add(Site.head(layer, head));
        }
        return heads;
    }

    /** The effects that are measured. */
    public List<Effect> effects() {
        return total ? List.of(Effect.values()) : List.of(Effect.DIRECT);
    }

    /** The plan in a sentence's words; equal plans have equal words, and different ones different words. */
    public String describe() {
        String rest = chunking.rest() ? " and the rests of documents" : "";
        String quotes = chunking.straightQuotes() ? ", curly quotes made straight" : "";
        String means = ablation == Ablation.MEAN ? " over " + meanChunks + " chunks" : "";
        String bos = chunking.bos() ? " with BOS" : " without BOS";
        return "chunks of " + chunking.length() + " tokens" + bos + rest + quotes + "; "
                + effects().stream().map(Effect::label).collect(Collectors.joining(", "))
                + " effects of " + ablation.label() + " ablation" + means + "; heads "
                + heads.stream().map(Site::label).collect(Collectors.joining(" "));
    }

    void check(ModelConfig config) {
        if (chunking.length() > config.nCtx()) {
            throw new IllegalArgumentException("Chunks of " + chunking.length() + " tokens are longer than the "
                    + config.nCtx() + " that this model takes.");
        }
        for (Site head : heads) {
            if (!config.has(head))
                throw new IllegalArgumentException("There is no head " + head.label() + " in this model.");
        }
    }
}
