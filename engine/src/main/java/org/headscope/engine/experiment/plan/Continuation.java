package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.generate.GenerateRequest;
import org.headscope.engine.generate.Generation;
import org.headscope.engine.generate.Generator;
import org.headscope.engine.generate.Sampling;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** Writes on where the prompts end, with the interventions in every step. */
public record Continuation(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        double frequencyPenalty,
        double repetitionPenalty,
        long seed,
        boolean pastEos)
        implements Analysis {
    static final Form<Continuation> FORM = Form.of(
            Continuation.class,
            "generate",
            "writes on where the prompts end, with the interventions in every step",
            Field.optional("max_new_tokens", Kinds.whole(1, 100_000), 20, "how many tokens at most"),
            Field.optional(
                    "temperature", Kinds.number(0, 1000), 0.0, "divides the logits; 0 takes the most likely token"),
            Field.optional("top_k", Kinds.whole(0, Fields.MANY), 0, "draws from so many of the most likely; 0 for all"),
            Field.optional(
                    "top_p", Kinds.number(0, 1), 1.0, "draws from the fewest that have more than this probability"),
            Field.optional(
                    "frequency_penalty", Kinds.number(-1000, 1000), 0.0, "taken off for each time a token occurred"),
            Field.optional(
                    "repetition_penalty", Kinds.number(0, 1000), 1.0, "above 1, tokens that occurred are less likely"),
            Field.optional(
                    "seed", Kinds.seed(), 0L, "the same seed draws the same tokens; the n-th prompt has seed + n"),
            Fields.flag("past_eos", false, "whether it goes on after an end-of-text token"));

    public Continuation {
        sampling(temperature, topK, topP, frequencyPenalty, repetitionPenalty, seed);
    }

    private static Sampling sampling(
            double temperature, int topK, double topP, double frequency, double repetition, long seed) {
        return new Sampling(temperature, topK, topP, frequency, repetition, seed);
    }

    /** What is done where an experiment does not say. */
    static final Continuation GREEDY = new Continuation(20, 0, 0, 1, 0, 1, 0, false);

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        List<Generation> all = new Generator(setup.model())
                .generateAll(Arrays.asList(setup.tokens(Prompts.CLEAN)), request(setup), progress, _ -> {})
                .rows();
        addTo(results, setup, all);
    }

    /** How the first prompt is continued, with the interventions of the experiment. */
    GenerateRequest request(Setup setup) throws PromptException {
        GenerateRequest request = GenerateRequest.of(setup.tokens(Prompts.CLEAN)[0], maxNewTokens)
                .sampling(sampling(temperature, topK, topP, frequencyPenalty, repetitionPenalty, seed))
                .with(setup.changed(Prompts.CLEAN).interventions());
        return pastEos ? request.pastEos() : request;
    }

    /** Adds what was written behind each prompt. */
    static void addTo(Results results, Setup setup, List<Generation> all) {
        var tokenizer = setup.model().tokenizer();
        var texts = new ArrayList<List<Object>>();
        var tokens = new ArrayList<List<Object>>();
        for (int row = 0; row < all.size(); row++) {
            Generation of = all.get(row);
            String end = of.end().name().toLowerCase(Locale.ROOT);
            texts.add(List.of(row, setup.clean().get(row).text(), tokenizer.decode(of.tokens()), end));
            for (int step = 0; step < of.tokens().length; step++) {
                int id = of.tokens()[step];
                tokens.add(List.of(row, step, id, tokenizer.text(id)));
            }
        }
        results.table(
                "continuations",
                "what was written, and why it ended: length, end_of_text or context_full",
                List.of("prompt", "text", "continuation", "ended"),
                texts);
        results.table("tokens", "what was written, token by token", List.of("prompt", "step", "id", "token"), tokens);
    }
}
