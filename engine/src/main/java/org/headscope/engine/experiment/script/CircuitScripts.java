package org.headscope.engine.experiment.script;

import org.headscope.engine.analysis.circuit.SvdInterpreter.Matrix;
import org.headscope.engine.experiment.plan.Circuit;
import org.headscope.engine.experiment.plan.Composition;
import org.headscope.engine.experiment.plan.Copying;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.SingularVectors;

/** Scripts of circuits: weights alone. */
final class CircuitScripts {
    private CircuitScripts() {}

    static void circuit(Setup setup, Python script, Circuit of) {
        String place = "[%d, %d]".formatted(of.layer(), of.head());
        String qk = "FactoredMatrix(model.W_Q%1$s, model.W_K%1$s.transpose(-2, -1))".formatted(place);
        String ov = "FactoredMatrix(model.W_V%1$s, model.W_O%1$s)".formatted(place);
        switch (of.circuit()) {
            case OV -> matrix(script, ov);
            case QK -> matrix(script, qk);
            case FULL_OV -> {
                script.add("ov = %s", ov);
                script.add("""
                    logits = (model.W_E[clean_tokens[0]] @ ov @ model.W_U).AB  # [pos, d_vocab]
                    most, least = logits.topk(%1$d), logits.topk(%1$d, largest=False)
                    for position in range(len(logits)):
                        print(position, most.indices[position].tolist(), least.indices[position].tolist())
                    results = {"logits": logits}
                    """, of.top());
            }
            case FULL_QK -> square(setup, script, qk, "model.W_E[clean_tokens[0]]", of.layer());
            case POSITIONAL_QK -> square(setup, script, qk, "model.W_pos[: clean_tokens.shape[1]]", of.layer());
        }
    }

    private static void matrix(Python script, String matrix) {
        script.add("circuit = %s", matrix);
        script.add("results = {\"matrix\": circuit.AB, \"singular_values\": circuit.S}");
    }

    private static void square(Setup setup, Python script, String qk, String vectors, int layer) {
        script.add("qk = %s", qk);
        script.add("vectors = %s", vectors);
        script.add(
                "results = {\"scores\": (vectors @ qk @ vectors.T).AB / %s}",
                setup.model().config().attnScale().get(layer));
    }

    static void copying(Python script, Copying of) {
        script.add("ov = FactoredMatrix(model.W_V, model.W_O)  # [layer, head, d_model, d_model]");
        if (of.full()) script.add("ov = model.W_E @ ov @ model.W_U");
        script.add("""
            eigenvalues = ov.eigenvalues
            results = {"scores": eigenvalues.sum(-1).real / eigenvalues.abs().sum(-1)}
            """);
    }

    static void composition(Python script, Composition of) {
        script.add(Snippets.JAVA_RANDOM);
        script.add("""

            def random_circuit(random):
                numbers = lambda rows, columns: torch.tensor(
                    [random.gaussian() for _ in range(rows * columns)], dtype=torch.float32
                ).view(rows, columns)
                return FactoredMatrix(numbers(cfg.d_model, cfg.d_head), numbers(cfg.d_head, cfg.d_model))


            random = JavaRandom(%d)
            baseline = 0.0
            for _ in range(%2$d):
                x, y = random_circuit(random), random_circuit(random)
                baseline += float((x @ y).norm() / x.norm() / y.norm()) / %2$d
            results = {"baseline": torch.tensor(baseline), "scores": model.all_composition_scores(%3$s)}
            """, of.seed(), of.samples(), Python.text(of.input().name().substring(0, 1)));
    }

    static void svd(Setup setup, Python script, SingularVectors of) {
        boolean weights = !setup.model().processing().foldNorms()
                && setup.model().config().norms().block().hasParameters();
        String matrix = switch (of.matrix()) {
            case Matrix.Ov(int head) -> "model.W_V[%1$d, %2$d] @ model.W_O[%1$d, %2$d]".formatted(of.layer(), head);
            case Matrix.In _ ->
                (weights ? "(model.W_in[%1$d] * model.blocks[%1$d].ln2.w[:, None]).T" : "model.W_in[%1$d].T")
                        .formatted(of.layer());
            case Matrix.Out _ -> "model.W_out[%d]".formatted(of.layer());
        };
        script.add("_, s, directions = torch.linalg.svd(%s, full_matrices=False)  # signs are arbitrary", matrix);
        script.add("""
            s, directions = s[: %1$d], directions[: %1$d]
            logits = directions @ model.W_U
            towards, away = logits.topk(%2$d), logits.topk(%2$d, largest=False)
            for vector in range(len(s)):
                print(vector, towards.indices[vector].tolist(), away.indices[vector].tolist())
            results = {"singular_values": s, "directions": directions}
            """, of.vectors(), of.top());
    }
}
