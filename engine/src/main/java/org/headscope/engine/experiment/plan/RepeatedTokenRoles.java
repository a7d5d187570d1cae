package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** Roles of heads on random tokens said twice. */
public record RepeatedTokenRoles(int length, int rows, long seed) implements Analysis {
    static final Form<RepeatedTokenRoles> FORM = Form.of(
            RepeatedTokenRoles.class,
            "head_roles",
            "how much each head is a previous-token, duplicate-token, induction or first-token head, on random tokens"
                    + " said twice; takes no prompt",
            Field.optional("length", Kinds.whole(2, 10_000), 24, "random tokens before they repeat"),
            Field.optional("rows", Kinds.whole(1, 1000), 4, "sequences to average over"),
            Field.optional("seed", Kinds.seed(), 0L, "of the random numbers"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        HeadRoles roles = HeadRoles.onRepeatedTokens(setup.model(), length, rows, seed, progress);
        PerHead.add(
                results,
                "roles",
                "mean attention where each kind of head puts it, from 0 to 1",
                setup,
                Axis.counted("prompt set", 1),
                new Axis("role", List.of("previous_token", "duplicate_token", "induction", "first_token")),
                (_, layer, head) -> {
                    RoleScores of = roles.of(layer, head);
                    return new double[] {of.previous(), of.duplicate(), of.induction(), of.first()};
                });
    }
}
