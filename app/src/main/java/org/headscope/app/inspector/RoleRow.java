package org.headscope.app.inspector;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.RoleScores;

/** How much a head plays one role, in words: on the prompt, and on random tokens said twice. */
record RoleRow(String role, String prompt, String random) {
    /** The rows of a head; {@code random} is null while it is not known. */
    static List<RoleRow> of(RoleScores prompt, RoleScores random) {
        return List.of(
                row("previous", prompt, random, RoleScores::previous),
                row("duplicate", prompt, random, RoleScores::duplicate),
                row("induction", prompt, random, RoleScores::induction),
                row("first", prompt, random, RoleScores::first));
    }

    private static RoleRow row(String role, RoleScores prompt, RoleScores random, ToDoubleFunction<RoleScores> score) {
        return new RoleRow(
                Text.of("inspector.role." + role),
                MetricText.value(score.applyAsDouble(prompt)),
                random == null ? "…" : MetricText.value(score.applyAsDouble(random)));
    }
}
