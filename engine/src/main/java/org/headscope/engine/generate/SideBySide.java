package org.headscope.engine.generate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.token.PromptException;

/**
 * Several prompts continued in one batch, filled up on the left, a token for each in a pass. Rows that have ended are filled up on
 * the right.
 */
record SideBySide(Model model, List<Continuation> rows) {
    /**
     * Whether a row of a batch is continued as it would be alone. What an intervention puts in must not depend on the other rows, nor
     * on where in the batch a token stands, and code hooks see whole batches.
     */
    static boolean sameAsAlone(GenerateRequest request) {
        return request.codeHooks().isEmpty() && request.interventions().stream().allMatch(SideBySide::sameAsAlone);
    }

    private static boolean sameAsAlone(Intervention change) {
        Site site = change.site();
        if (!site.positions().all() || !site.keys().all()) return false;
        return switch (change) {
            case ZeroAblation _, Scale _, Steer _, ProjectOut _, KnockOut _, Freeze _ -> true;
            case MeanAblation(Site _, MeanSource.PromptSet set) -> !set.perPosition();
            case SetTo set -> set.values().size() == 1 || !HookName.isAttention(site.hookName());
            case MeanAblation _, Patch _, Resample _, Noise _ -> false;
        };
    }

    /** Whether there is room for a pass, that is, for the longest prompt and the tokens added. */
    boolean fits() {
        return width() <= model.config().nCtx();
    }

    private int longestPrompt() {
        return rows.stream()
                .mapToInt(row -> row.request().prompt().length)
                .max()
                .orElse(0);
    }

    private int steps() {
        return rows.stream().mapToInt(Continuation::added).max().orElse(0);
    }

    private int width() {
        return longestPrompt() + steps();
    }

    /** Adds a token to each row that goes on. */
    void step(Consumer<Step> onStep) throws PromptException {
        int last = width() - 1;
        RunResult result = model.run(request());
        for (int row = 0; row < rows.size(); row++) {
            Continuation one = rows.get(row);
            if (one.goesOn()) onStep.accept(one.add(result.logits(row, last)));
        }
    }

    private RunRequest request() {
        int width = width();
        var tokens = new int[rows.size()][width];
        var mask = new int[rows.size()][width];
        for (int row = 0; row < tokens.length; row++) {
            int[] sequence = rows.get(row).sequence();
            int from = longestPrompt() - rows.get(row).request().prompt().length;
            System.arraycopy(sequence, 0, tokens[row], from, sequence.length);
            Arrays.fill(mask[row], from, from + sequence.length, 1);
        }
        GenerateRequest how = rows.getFirst().request();
        RunRequest request = RunRequest.of(tokens).padding(PaddingMask.of(mask)).with(how.interventions());
        return how.reuse() ? request.reusing() : request;
    }
}
