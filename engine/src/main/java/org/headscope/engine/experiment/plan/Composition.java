package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.CompositionScores.Input;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/** How much each head reads of what earlier heads write. */
public record Composition(Input input, int samples, long seed) implements Analysis {
    static final Form<Composition> FORM = Form.of(
            Composition.class,
            "composition_scores",
            "how much each head reads of what earlier heads write (all_composition_scores); takes no prompt",
            Fields.choice("input", Input.KEY, "which input of the later head"),
            Field.optional("samples", Kinds.whole(1, 1000), 10, "random circuits that the baseline is the mean of"),
            Field.optional("seed", Kinds.seed(), 0L, "of the random circuits"));

    @Override
    public void run(Setup setup, Results results, Progress progress) {
        results.number(
                "baseline",
                CompositionScores.baseline(setup.model().config(), samples, seed),
                "the mean score of random circuits");
        Tensor scores = new CompositionScores(input).of(setup.model());
        results.grid(
                "scores",
                "norm of the product of both circuits over the product of their norms; 0 unless the first head is in a"
                        + " lower layer",
                scores,
                Axis.counted("earlier layer", scores.size(0)),
                Axis.counted("earlier head", scores.size(1)),
                Axis.counted("later layer", scores.size(2)),
                Axis.counted("later head", scores.size(3)));
    }
}
