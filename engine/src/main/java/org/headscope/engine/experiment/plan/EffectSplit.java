package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The total, direct and indirect effect of replacing a value.
 *
 * @param frozen whether the final norm divides by the scale of the run without the change
 * @param everyNorm whether all others do so, too
 * @param held heads or other values that keep theirs, so that no effect goes through them
 */
public record EffectSplit(Edit change, boolean frozen, boolean everyNorm, List<Site> held) implements Analysis {
    static final Form<EffectSplit> FORM = Form.of(
            EffectSplit.class,
            "effects",
            "the total, direct and indirect effect of replacing the output of a head, an attention layer or an MLP",
            Field.required("change", Edit.KIND, "what is replaced, and by what"),
            Fields.flag("frozen", true, "whether the final norm keeps its scale, so that the effects add up"),
            Fields.flag("every_norm", false, "whether norms within blocks keep their scales, too"),
            Field.optional(
                    "held",
                    Kinds.list(Fields.SITE, 1, 10_000),
                    List.of(),
                    "heads or other values that stay as they are, so that no effect goes through them"));

    public EffectSplit {
        held = List.copyOf(held);
        if (everyNorm && !frozen) {
            throw new IllegalArgumentException("Where every norm keeps its scale, the final norm keeps its own, too.");
        }
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        RunRequest request = setup.unchanged(Prompts.CLEAN);
        LogitMetric metric = setup.metric();
        Effects effects = Effects.of(setup.model(), request, change.intervention(setup), options(), progress);
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

    private Effects.Options options() {
        Effects.Frozen norms = everyNorm ? Effects.Frozen.EVERY_NORM : Effects.Frozen.FINAL_NORM;
        return new Effects.Options(frozen ? norms : Effects.Frozen.NO_NORM, held);
    }
}
