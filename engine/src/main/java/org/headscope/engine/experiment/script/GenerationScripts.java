package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.plan.Continuation;
import org.headscope.engine.experiment.plan.Patchscoping;
import org.headscope.engine.experiment.plan.Patchscoping.Source;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/** Scripts of what models write. */
final class GenerationScripts {
    private GenerationScripts() {}

    static void patchscope(Setup setup, Python script, Patchscoping of) throws PromptException {
        Source source = of.source();
        setup.checkLayer(source.layer());
        setup.checkLayer(of.target().layer());
        Tokens tokens = source.tokens(setup);
        script.add("source_tokens = torch.tensor([%s])  # %s", Python.ints(tokens.ids()), Python.text(tokens.text()));
        script.add(
                "vector = model.run_with_cache(source_tokens)[1][%s][0, %d]", resid(source.layer()), source.position());
        if (of.map() != null) {
            script.add("arrays = %s", Snippets.arrays(of.map()));
            script.add("vector = vector @ arrays.get(\"matrix\", torch.eye(cfg.d_model)) + arrays.get(\"offset\", 0)");
        }
        script.add(
                "places = %s  # one for each prompt", places(setup, of.target().position()));
        script.add("""

            def put_vector(value, hook):
                value[:, places[row]] = vector
                return value


            hooks.append((%s, put_vector))
            """, resid(of.target().layer()));
        continuation(setup, script, of.generate());
        script.add("results[\"vector\"] = vector");
    }

    private static String resid(int layer) {
        return Python.text(HookName.of("resid_post", layer));
    }

    private static List<Integer> places(Setup setup, int position) throws PromptException {
        var places = new ArrayList<Integer>();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) places.add(setup.counted(prompt, position));
        return places;
    }

    static void continuation(Setup setup, Python script, Continuation of) {
        boolean draws = of.temperature() > 0;
        if (draws) script.add(Snippets.JAVA_RANDOM);
        script.add(
                "END_OF_TEXT = %s", of.pastEos() ? "[]" : setup.model().config().eosIds());
        script.add("");
        script.add("def next_token(logits, sequence%s):", draws ? ", random" : "");
        if (of.frequencyPenalty() != 0) {
            script.add("    for token in sequence:");
            script.add("        logits[token] -= %s", of.frequencyPenalty());
        }
        if (of.repetitionPenalty() != 1) {
            script.add("    for token in set(sequence):");
            script.add(
                    "        logits[token] = logits[token] / %1$s if logits[token] > 0 else logits[token] * %1$s",
                    of.repetitionPenalty());
        }
        if (!draws) {
            script.add("    return int(logits.argmax())\n");
        } else {
            script.add("    weights = ((logits.double() - logits.max()) / %s).exp()", of.temperature());
            if (of.topK() > 0 || of.topP() < 1) {
                script.add("    order = weights.argsort(descending=True, stable=True)");
                script.add("    before = weights[order].cumsum(0) - weights[order]");
            }
            if (of.topK() > 0) script.add("    weights[order[%d:]] = 0", of.topK());
            if (of.topP() < 1) script.add("    weights[order[before > %s * weights.sum()]] = 0", of.topP());
            script.add("    left = random.uniform() * weights.sum()");
            script.add("    return int((weights.cumsum(0) > left).nonzero()[0])\n");
        }
        script.add(
                """

                results = {}
                for row, prompt in enumerate(%s):
                    %ssequence = list(prompt)
                    while len(sequence) - len(prompt) < %d and len(sequence) <= cfg.n_ctx:
                        logits, _ = run(torch.tensor([sequence]), names=[])
                        sequence.append(next_token(logits[0, -1].clone(), sequence%s))
                        if sequence[-1] in END_OF_TEXT:
                            break
                    results[f"tokens.{row}"] = torch.tensor(sequence[len(prompt) :])
                """,
                setup.isPadded()
                        ? "[tokens[keep > 0].tolist() for tokens, keep in zip(clean_tokens, mask)]"
                        : "clean_tokens.tolist()",
                draws ? "random = JavaRandom(" + of.seed() + " + row)\n    " : "",
                of.maxNewTokens(),
                draws ? ", random" : "");
    }
}
