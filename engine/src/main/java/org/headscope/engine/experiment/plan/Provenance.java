package org.headscope.engine.experiment.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.headscope.engine.experiment.result.Fact;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokens;

/** What has to be known to read the results of an experiment: model, weights, tokens, metric, conventions. */
public final class Provenance {
    private final List<Fact> facts = new ArrayList<>();

    private Provenance() {}

    /** The facts, in the order in which they are told. */
    public static List<Fact> of(Setup setup) {
        var provenance = new Provenance();
        provenance.add(setup);
        return List.copyOf(provenance.facts);
    }

    private void add(Setup setup) {
        Plan plan = setup.plan();
        if (!plan.title().isEmpty()) add("title", plan.title());
        add("analysis", kind(plan.analysis()));
        add("model", setup.model().name());
        add("fingerprint", setup.model().fingerprint());
        if (plan.fingerprint() != null) {
            add("fingerprint_expected", plan.fingerprint());
            add("fingerprint_matches", plan.fingerprint().equals(setup.model().fingerprint()));
        }
        add("family", setup.model().config().family());
        add("processing", setup.model().processing().describe());
        add("prepend_bos", plan.prependBos());
        if (setup.isPadded()) add("padding", plan.padding().name().toLowerCase(Locale.ROOT));
        if (!setup.clean().isEmpty()) add("prompts", "tokens", setup.clean());
        if (!setup.corrupted().isEmpty()) add("corrupted_prompts", "corrupted_tokens", setup.corrupted());
        if (!setup.rights().isEmpty()) add("right_answers", words(setup, setup.rights()));
        if (!setup.wrongs().isEmpty()) add("wrong_answers", words(setup, setup.wrongs()));
        add("metric", plan.measured().words());
        if (!plan.interventions().isEmpty()) {
            add(
                    "interventions",
                    plan.interventions().stream().map(Provenance::words).toList());
        }
        add("counting", "layers, heads and positions count from 0; BOS is a position; logarithms are natural");
    }

    /** What an analysis is called in files. */
    public static String kind(Analysis analysis) {
        return Analysis.KIND.write(analysis).get("kind").asText();
    }

    private static String words(Edit edit) {
        JsonNode written = Edit.KIND.write(edit);
        return written.get("kind").asText() + " " + edit.site().label() + ", "
                + edit.site().where();
    }

    private static List<String> words(Setup setup, List<Integer> tokens) {
        return tokens.stream()
                .map(id -> setup.model().tokenizer().token(id).label() + " (" + id + ")")
                .toList();
    }

    private void add(String texts, String tokens, List<Tokens> prompts) {
        add(texts, prompts.stream().map(Tokens::text).toList());
        add(tokens, prompts.stream().map(Tokens::idList).toList());
        add(
                tokens.replace("tokens", "token_texts"),
                prompts.stream()
                        .map(of -> of.list().stream().map(Token::label).toList())
                        .toList());
    }

    private void add(String name, Object value) {
        facts.add(new Fact(name, value));
    }
}
