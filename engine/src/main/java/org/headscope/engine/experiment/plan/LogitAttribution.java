package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.Attribution;
import org.headscope.engine.analysis.residual.DirectLogitAttribution;
import org.headscope.engine.analysis.residual.DirectLogitAttribution.Unit;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Direct logit attribution: what parts of a model contribute to the answer's logit, or to the difference from a wrong one. */
public record LogitAttribution(Unit unit, List<Integer> positions) implements Analysis {
    static final Form<LogitAttribution> FORM = Form.of(
            LogitAttribution.class,
            "direct_logit_attribution",
            "what parts of the model contribute to the right answer's logit, minus that of the wrong answer where"
                    + " there is one, through the residual stream alone",
            Fields.choice("unit", Unit.COMPONENT, "which parts are told apart"),
            Field.optional(
                    "positions",
                    Kinds.list(Kinds.whole(-Fields.MANY, Fields.MANY), 1, Fields.MANY),
                    List.of(-1),
                    "the positions whose logits are attributed; negative from the end"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        Axis chosen = new Axes(setup).asked(positions);
        Axis prompts = new Axes(setup).prompts();
        Attribution found = attribution(setup, progress);
        boolean difference = !setup.wrongs().isEmpty();
        String of = difference
                ? "the logit of the right answer minus that of the wrong one"
                : "the logit of the right answer";
        results.grid(
                "attribution",
                "contribution to " + of + ", in logits; positive speaks for the right answer",
                found.values(),
                new Axis("component", found.labels()),
                prompts,
                chosen);
        results.grid(
                "constant",
                "what no component contributes to " + of
                        + ": biases of the unembedding and of the final norm, in logits",
                found.constant(),
                prompts,
                chosen);
        var rows = new ArrayList<List<Object>>();
        for (int part = 0; part < found.labels().size(); part++) {
            rows.add(List.of(found.labels().get(part), found.mean(part)));
        }
        rows.sort(java.util.Comparator.comparingDouble((List<Object> row) -> -(double) row.get(1)));
        results.table(
                "ranking",
                "the parts by their contribution to " + of + ", mean over prompts and positions, in logits",
                List.of("component", "contribution"),
                rows);
    }

    private Attribution attribution(Setup setup, Progress progress) throws PromptException {
        var request = setup.changed(Prompts.CLEAN)
                .keep(ofPrompt(setup, 0).hooks(setup.model().config()));
        var cache = ActivationCache.run(setup.model(), request, progress);
        var values = new ArrayList<Tensor>();
        var constants = new ArrayList<Tensor>();
        List<String> labels = List.of();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            Attribution one = ofPrompt(setup, prompt).of(cache.prompt(prompt));
            labels = one.labels();
            values.add(one.values());
            constants.add(one.constant());
        }
        return new Attribution(labels, PerPrompt.joined(values, 1), PerPrompt.joined(constants, 0));
    }

    private DirectLogitAttribution ofPrompt(Setup setup, int prompt) throws PromptException {
        var slice = new PosSlice.Of(setup.counted(prompt, positions));
        return new DirectLogitAttribution(unit, setup.answer(prompt), slice);
    }
}
