package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The total, direct and indirect effect of replacing a value. */
public record EffectSplit(Edit change, boolean frozen) implements Analysis {
    static final Form<EffectSplit> FORM = Form.of(
            EffectSplit.class,
            "effects",
            "the total, direct and indirect effect of replacing the output of a head, an attention layer or an MLP",
            Field.required("change", Edit.KIND, "what is replaced, and by what"),
            Fields.flag("frozen", true, "whether the final norm keeps its scale, so that the effects add up"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        RunRequest request = setup.changed(Prompts.CLEAN);
        LogitMetric metric = setup.metric();
        Effects effects = Effects.of(setup.model(), request, change.intervention(setup), frozen, progress);
        double base = metric.value(request, effects.base());
        String unit = setup.plan().measured().words();
        results.number("base", base, "the metric without the change: " + unit);
        List<String> names = List.of("total", "direct", "indirect");
        List<RunResult> runs = List.of(effects.total(), effects.direct(), effects.indirect());
        var changes = new float[names.size()];
        for (int i = 0; i < changes.length; i++) changes[i] = (float) (metric.value(request, runs.get(i)) - base);
        results.grid(
                "effects",
                "the metric with each effect minus the metric without the change: " + unit,
                Tensor.of(changes, changes.length),
                new Axis("effect", names));
    }
}
