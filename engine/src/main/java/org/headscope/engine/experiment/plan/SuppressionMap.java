package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ioi.IoiDataset;
import org.headscope.engine.analysis.ioi.IoiDataset.Order;
import org.headscope.engine.analysis.suppression.SuppressionScores;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * How much each head suppresses what it attends to, on random tokens said twice and on IOI prompts.
 *
 * @param prompts how many IOI prompts, 0 for none
 */
public record SuppressionMap(int length, int rows, int prompts, long seed) implements Analysis {
    static final Form<SuppressionMap> FORM = Form.of(
            SuppressionMap.class,
            "suppression_scores",
            "how much each head lowers the logit of what it attends to: of the token that follows on random tokens"
                + " said twice (anti-induction) and of the indirect object on IOI prompts (copy suppression); takes no"
                + " prompt",
            Field.optional("length", Kinds.whole(2, 10_000), 30, "random tokens before they repeat"),
            Field.optional("rows", Kinds.whole(1, 1000), 4, "sequences to average over"),
            Field.optional(
                    "prompts",
                    Kinds.whole(0, 10_000),
                    100,
                    "IOI prompts to average over; 0 for no copy-suppression score"),
            Field.optional("seed", Kinds.seed(), 0L, "of the random numbers"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var names = new ArrayList<String>();
        var scores = new ArrayList<Tensor>();
        names.add("anti_induction");
        scores.add(SuppressionScores.antiInduction(setup.model(), length, rows, seed, progress));
        if (prompts > 0) {
            names.add("copy_suppression");
            scores.add(copySuppression(setup.model(), progress));
        }
        PerHead.add(
                results,
                "scores",
                "minus attention times what the value adds to the logit directly, in logits, with the scale of the"
                        + " final norm of the run: positive where the head suppresses, negative where it copies",
                setup,
                Axis.counted("prompt set", 1),
                new Axis("score", names),
                (_, layer, head) -> scores.stream()
                        .mapToDouble(score -> score.get(layer, head))
                        .toArray());
    }

    private Tensor copySuppression(Model model, Progress progress) throws PromptException {
        var options = new IoiDataset.Options(prompts, Order.MIXED, false, seed);
        List<SuppressionScores.Text> ends =
                IoiDataset.of(model.tokenizer(), options).ends(model.tokenizer());
        return SuppressionScores.of(model, ends, progress);
    }
}
