package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.circuit.CopyingScores;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;

/** How much each head copies what it attends to. */
public record Copying(boolean full) implements Analysis {
    static final Form<Copying> FORM = Form.of(
            Copying.class,
            "copying_scores",
            "how much each head copies what it attends to, from eigenvalues of its OV circuit; takes no prompt",
            Fields.flag("full", true, "whether the circuit runs from tokens to logits rather than within the stream"));

    @Override
    public void run(Setup setup, Results results, Progress progress) {
        var axes = new Axes(setup);
        results.grid(
                "scores",
                "sum of eigenvalues over sum of their absolute values, from 1 (copies) to -1 (does the opposite)",
                new CopyingScores(full).of(setup.model()),
                axes.layers(),
                axes.heads());
    }
}
