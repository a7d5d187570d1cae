package org.headscope.engine.experiment.plan;

import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.ActivationStatistics;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Mean, spread and range of activations over the prompts. */
public record Statistics(List<String> hooks, boolean perPosition) implements Analysis {
    static final Form<Statistics> FORM = Form.of(
            Statistics.class,
            "activation_statistics",
            "mean, spread and range of activations over the prompts, without interventions",
            Field.required("hooks", Kinds.list(Fields.HOOK, 1, 1000), "hook points, by name or with * and ?"),
            Fields.flag("per_position", false, "whether each position has statistics of its own"));

    public Statistics {
        hooks = List.copyOf(hooks);
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        Map<String, ActivationStatistics.Statistics> found = new ActivationStatistics(hooks, perPosition)
                .of(setup.model(), List.of(setup.tokens(Prompts.CLEAN)), progress);
        if (found.isEmpty()) {
            throw new PromptException("No hook point of this model with statistics is called " + hooks
                    + "; names are such as blocks.0.hook_mlp_out.");
        }
        found.forEach((hook, of) -> {
            add(setup, results, "mean." + hook, "mean of " + hook, of.mean());
            add(setup, results, "deviation." + hook, "standard deviation of " + hook + " over vectors", of.deviation());
            add(setup, results, "least." + hook, "least value of " + hook, of.least());
            add(setup, results, "greatest." + hook, "greatest value of " + hook, of.greatest());
        });
    }

    private void add(Setup setup, Results results, String name, String about, Tensor values) {
        var axes = new Axis[values.rank()];
        for (int axis = 0; axis < axes.length; axis++) {
            boolean last = axis == axes.length - 1;
            axes[axis] = perPosition && axis == 0
                    ? new Axes(setup).positions("pos")
                    : Axis.counted(last ? "d" : "head", values.size(axis));
        }
        results.grid(name, about, values, axes);
    }
}
