package org.headscope.engine.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The runs that the interventions of a request look at, each computed when it is first asked for. */
final class CleanRuns {
    private final Runner runner;
    private final RunRequest request;
    private final Set<String> names;
    private final Progress progress;
    private final Map<Other, CleanRun> others = new HashMap<>();
    private CleanRun own;

    /** Another prompt, or one for each row, laid out as they are or like a padded batch. */
    private record Other(List<List<Integer>> prompts, PaddingMask padding) {}

    CleanRuns(Runner runner, RunRequest request, List<Intervention> interventions, Progress progress) {
        this.runner = runner;
        this.request = request;
        this.names =
                interventions.stream().map(change -> change.site().hookName()).collect(Collectors.toSet());
        this.progress = progress;
    }

    /** The value in the run of the request itself, without interventions. */
    Tensor own(String name) throws PromptException {
        if (own == null) own = CleanRun.of(runner, request, names, progress);
        return own.value(name);
    }

    /** The value in the runs of other prompts, [1 or batch, ...]. */
    Tensor of(Resample resample) throws PromptException {
        int rows = request.tokens().length;
        int prompts = resample.prompts().size();
        if (prompts > 1 && prompts != rows) {
            throw new PromptException("The values of " + prompts + " prompts cannot be put into " + rows + ".");
        }
        var prompt = new Other(resample.prompts(), request.padding());
        return run(prompt, resample.name()).value(resample.site().hookName());
    }

    /** What heads of a layer have behind attention in the run of another prompt, [pos, head, d_head]. */
    Tensor heads(int layer, List<Integer> prompt, String name) throws PromptException {
        return run(new Other(List.of(prompt), null), name)
                .value(HookName.of("z", layer))
                .at(0);
    }

    private CleanRun run(Other other, String name) throws PromptException {
        CleanRun known = others.get(other);
        if (known != null) return known;
        int[][] tokens = other.padding == null ? tokens(other.prompts) : padded(other, name);
        RunRequest clean = RunRequest.of(tokens).padding(other.padding).optional(request.optional());
        try {
            CleanRun run = CleanRun.of(runner, request.reuse() ? clean.reusing() : clean, names, progress);
            others.put(other, run);
            return run;
        } catch (PromptException e) {
            throw e.of(name);
        }
    }

    static int[] ids(List<Integer> prompt) {
        return prompt.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[][] tokens(List<List<Integer>> prompts) {
        return prompts.stream().map(CleanRuns::ids).toArray(int[][]::new);
    }

    /** Other tokens at the places of those of the request. */
    private int[][] padded(Other other, String name) throws PromptException {
        PaddingMask padding = other.padding;
        var tokens = new int[request.tokens().length][];
        for (int row = 0; row < tokens.length; row++) {
            tokens[row] = request.tokens()[row].clone();
            List<Integer> prompt = other.prompts.get(other.prompts.size() == 1 ? 0 : row);
            if (prompt.size() != padding.tokens(row)) {
                throw new PromptException("In a padded batch other prompts must be as long as those run, but "
                        + name + " has " + prompt.size() + " tokens and row " + row + " of the batch has "
                        + padding.tokens(row) + ".");
            }
            int next = 0;
            for (int place = 0; place < tokens[row].length; place++) {
                if (padding.isToken(row, place)) tokens[row][place] = prompt.get(next++);
            }
        }
        return tokens;
    }
}
