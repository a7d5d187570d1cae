package org.headscope.engine.survey;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;

/**
 * What a survey is of: its numbers belong to this model, this corpus and this plan, and to no others.
 *
 * @param fingerprint of the weights
 * @param processing of the weights, in words
 * @param corpus names of its files
 */
public record SurveySubject(
        String model, String fingerprint, String processing, String corpus, String corpusFingerprint, SurveyPlan plan) {
    public static SurveySubject of(Model model, Corpus corpus, SurveyPlan plan) throws ModelException {
        plan.check(model.config());
        return new SurveySubject(
                model.name(),
                model.fingerprint(),
                model.processing().describe(),
                corpus.name(),
                corpus.fingerprint(),
                plan);
    }

    /** Refuses to go on with a survey of something else; names may differ. */
    void requireSame(Path file, SurveySubject asked) throws ModelException {
        if (!fingerprint.equals(asked.fingerprint)) {
            throw new ModelException(file + " is a survey of another model, " + model + " with the fingerprint "
                    + fingerprint + ", not of " + asked.model + " with " + asked.fingerprint
                    + ": give another file.");
        }
        if (!processing.equals(asked.processing)) {
            throw new ModelException(file + " is a survey of the model with " + processing + ", not with "
                    + asked.processing + ": give another file.");
        }
        if (!corpusFingerprint.equals(asked.corpusFingerprint)) {
            throw new ModelException(file + " is a survey of another corpus, which was called " + corpus + ", not of "
                    + asked.corpus + ": give another file.");
        }
        if (!plan.equals(asked.plan)) {
            throw new ModelException(file + " is a survey of other things (" + plan.describe()
                    + ") than are asked for (" + asked.plan.describe() + "): give another file, or ask for the same.");
        }
    }

    /** The subject as texts by name. */
    Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("model", model);
        facts.put("fingerprint", fingerprint);
        facts.put("processing", processing);
        facts.put("corpus", corpus);
        facts.put("corpus_fingerprint", corpusFingerprint);
        facts.put("chunk_length", String.valueOf(plan.chunking().length()));
        facts.put("bos", String.valueOf(plan.chunking().bos()));
        facts.put("rest", String.valueOf(plan.chunking().rest()));
        facts.put("straight_quotes", String.valueOf(plan.chunking().straightQuotes()));
        facts.put("ablation", plan.ablation().label());
        facts.put("mean_chunks", String.valueOf(plan.meanChunks()));
        facts.put("effects", plan.effects().stream().map(Effect::label).collect(Collectors.joining(" ")));
        return facts;
    }

    /**
     * What {@link #facts} says, with the heads.
     *
     * @throws IllegalArgumentException if some of it is missing or makes no sense
     */
    static SurveySubject of(Map<String, String> facts, List<Site> heads) {
        var chunking = new Chunking(
                Integer.parseInt(fact(facts, "chunk_length")),
                Boolean.parseBoolean(fact(facts, "bos")),
                Boolean.parseBoolean(fact(facts, "rest")),
                Boolean.parseBoolean(fact(facts, "straight_quotes")));
        String label = fact(facts, "ablation");
        Optional<SurveyPlan.Ablation> ablation = Arrays.stream(SurveyPlan.Ablation.values())
                .filter(one -> one.label().equals(label))
                .findFirst();
        var plan = new SurveyPlan(
                chunking,
                ablation.orElseThrow(() -> new IllegalArgumentException("There is no ablation " + label)),
                Integer.parseInt(fact(facts, "mean_chunks")),
                fact(facts, "effects").contains(Effect.TOTAL.label()),
                heads);
        return new SurveySubject(
                fact(facts, "model"),
                fact(facts, "fingerprint"),
                fact(facts, "processing"),
                fact(facts, "corpus"),
                fact(facts, "corpus_fingerprint"),
                plan);
    }

    private static String fact(Map<String, String> facts, String name) {
        String value = facts.get(name);
        if (value == null) throw new IllegalArgumentException("There is no " + name);
        return value;
    }
}
