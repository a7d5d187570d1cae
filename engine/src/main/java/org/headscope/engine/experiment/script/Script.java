package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.plan.Analysis;
import org.headscope.engine.experiment.plan.Cached;
import org.headscope.engine.experiment.plan.EffectSplit;
import org.headscope.engine.experiment.plan.Measured;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.Provenance;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/**
 * The Python that computes with TransformerLens what an experiment computes. Tokens are ids, so nothing depends on how text is
 * tokenized; arrays have the names and axes of results.safetensors.
 */
public final class Script {
    private final Setup setup;
    private final String folder;
    private final Python script = new Python();

    private Script(Setup setup, String folder) {
        this.setup = setup;
        this.folder = folder;
    }

    /**
     * Prints the script of an experiment; the weights of its model need not be loaded.
     *
     * @param folder where Python finds the model
     * @throws ModelException if TransformerLens cannot read such a model, or the analysis has no script
     * @throws PromptException if prompts or answers do not fit the analysis
     */
    public static String of(Setup setup, String folder) throws ModelException, PromptException {
        var script = new Script(setup, folder);
        script.write();
        return script.whole();
    }

    /** The code below what it needs to import. */
    private String whole() throws ModelException {
        String title = setup.plan().title().replace("\\", "\\\\").replace("\"", "'");
        String code = script.toString();
        var whole = new Python();
        whole.add(
                "\"\"\"%sThe analysis %s of Headscope, with TransformerLens.\"\"\"",
                title.isEmpty() ? "" : title + "\n\n",
                Provenance.kind(setup.plan().analysis()));
        whole.add(Imports.of(code, new ModelScript(setup.model()).imports()));
        return whole.add(code).laidOut();
    }

    private void write() throws ModelException, PromptException {
        Plan plan = setup.plan();
        new ModelScript(setup.model()).addTo(script, folder);
        optionalHooks();
        script.add("");
        tokens("clean_tokens", Prompts.CLEAN, setup.clean());
        tokens("corrupted_tokens", Prompts.CORRUPTED, setup.corrupted());
        PaddingScript.add(setup, script);
        answers("right", setup.rights());
        answers("wrong", setup.wrongs());
        if (!setup.clean().isEmpty()) {
            script.add("");
            metric();
            var edits = new EditScript(setup, script);
            edits.add("hooks", plan.interventions());
            if (plan.analysis() instanceof EffectSplit effects) edits.add("change", List.of(effects.change()));
            run();
        }
        AnalysisScript.of(setup, script);
        script.add("""
            for name, value in results.items():
                print(name, tuple(value.shape), value if value.numel() == 1 else "")
            """);
    }

    /** Hook points that fire only on request. */
    private void optionalHooks() {
        var names = new ArrayList<>(setup.plan().interventions().stream()
                .map(edit -> edit.site().hookName())
                .toList());
        if (setup.plan().analysis() instanceof Cached(List<String> cached)) names.addAll(cached);
        OptionalHooks asked = OptionalHooks.askedFor(names, setup.model()::hookNames);
        if (asked.result()) script.add("model.set_use_attn_result(True)");
        if (asked.attnIn()) script.add("model.set_use_attn_in(True)");
        if (asked.splitQkv()) script.add("model.set_use_split_qkv_input(True)");
        if (asked.mlpIn()) script.add("model.set_use_hook_mlp_in(True)");
    }

    private void tokens(String name, Prompts which, List<Tokens> prompts) throws PromptException {
        if (prompts.isEmpty()) return;
        script.add("%s = torch.tensor([", name);
        List<String> rows = PaddingScript.rows(setup, which);
        for (int row = 0; row < rows.size(); row++) {
            script.add(
                    "    %s,  # %s", rows.get(row), Python.text(prompts.get(row).text()));
        }
        script.add("])");
    }

    private void answers(String name, List<Integer> tokens) {
        if (tokens.isEmpty()) return;
        var tokenizer = setup.model().tokenizer();
        script.add(
                "%s = torch.tensor(%s)  # %s",
                name, tokens, Python.texts(tokens.stream().map(tokenizer::text).toList()));
    }

    private void metric() throws PromptException {
        Measured measured = setup.plan().measured();
        boolean paired = measured instanceof Measured.LogitDifference;
        boolean answered = paired
                || measured instanceof Measured.LogProb
                || measured instanceof Measured.Probability
                || measured instanceof Measured.Rank;
        if (answered && setup.rights().isEmpty() || paired && setup.wrongs().isEmpty()) return;
        String statement = switch (measured) {
            case Measured.LogitDifference(int at) ->
                "return (at_answer(logits, right, %1$s) - at_answer(logits, wrong, %1$s)).mean()"
                        .formatted(PaddingScript.place(setup, at));
            case Measured.LogProb(int at) ->
                "return at_answer(logits.log_softmax(-1), right, %s).mean()".formatted(PaddingScript.place(setup, at));
            case Measured.Probability(int at) ->
                "return at_answer(logits.softmax(-1), right, %s).mean()".formatted(PaddingScript.place(setup, at));
            case Measured.Rank(int at) ->
                "return (logits[%s] > at_answer(logits, right, %s)[:, None]).float().sum(-1).mean()"
                        .formatted(PaddingScript.index(setup, at), PaddingScript.place(setup, at));
            case Measured.MeanLoss _ ->
                "return loss_per_token(logits, clean_tokens)%s.mean()".formatted(setup.isPadded() ? "[predicted]" : "");
            case Measured.Divergence(int at) -> """
                clean = model(clean_tokens)[%1$s].log_softmax(-1)
                    here = logits[%1$s].log_softmax(-1)
                    return (clean.exp() * (clean - here)).sum(-1).mean()\
                """.formatted(PaddingScript.index(setup, at));
        };
        if (answered) {
            script.add("""
                def at_answer(values, answer, position):
                    \"""The value of each prompt's answer at a position.\"""
                    return values[torch.arange(len(values)), position, answer]

                """);
        }
        script.add("""
            def loss_per_token(logits, tokens):
                \"""Negative log-probability of each token given those before it, in nats.\"""
                return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[..., 0]


            def metric(logits):
                \"""%s\"""
                %s

            """, capital(measured.words()), statement);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ".";
    }

    private void run() {
        script.add("""
            def run(tokens, names=None):
                \"""The run that is studied: its logits and its values at hook points.\"""
                with model.hooks(fwd_hooks=hooks):
                    return model.run_with_cache(tokens, names_filter=names)

            """);
    }

    /** All positions counted from 0. */
    static List<Integer> all(int length) {
        return IntStream.range(0, length).boxed().toList();
    }

    /** For analyses that have none. */
    static ModelException none(Analysis analysis, String why) {
        return new ModelException("There is no script for " + Provenance.kind(analysis) + " " + why + ".");
    }
}
