package org.headscope.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Writes on where a prompt ends, one token at a time; each step takes over what the last one computed. */
public final class Generator {
    private final Model model;

    public Generator(Model model) {
        this.model = model;
    }

    public Generation generate(GenerateRequest request) throws PromptException {
        return generate(request, Progress.NONE, _ -> {});
    }

    /**
     * Generates.
     *
     * @param progress told of each token; may cancel between them
     * @param onToken given each token as soon as it is chosen, on the calling thread
     * @throws PromptException if the prompt cannot be run
     */
    public Generation generate(GenerateRequest request, Progress progress, IntConsumer onToken) throws PromptException {
        return stream(request, progress, step -> onToken.accept(step.token()));
    }

    /** The same, given each token together with the logits it was chosen from. */
    public Generation stream(GenerateRequest request, Progress progress, Consumer<Step> onStep) throws PromptException {
        Continuation row = start(0, request);
        finish(row, progress, onStep);
        return row.generation();
    }

    /**
     * Continues several prompts, each as it would be continued alone. They go side by side in one batch, but for what depends on
     * one prompt alone, such as interventions at positions or code hooks: with them one prompt is continued after the other.
     *
     * @param request how; its prompt is not used, and row r draws with the seed plus r
     * @param onStep given each token with its row
     */
    public Generations generateAll(
            List<int[]> prompts, GenerateRequest request, Progress progress, Consumer<Step> onStep)
            throws PromptException {
        var rows = new ArrayList<Continuation>();
        for (int row = 0; row < prompts.size(); row++) {
            rows.add(start(row, request.row(prompts.get(row), request.sampling().seed() + row)));
        }
        int total = prompts.size() * request.maxNewTokens();
        var together = new SideBySide(model, rows);
        boolean batch = rows.size() > 1 && SideBySide.sameAsAlone(request);
        while (batch && rows.stream().anyMatch(Continuation::goesOn) && together.fits()) {
            progress.at(added(rows), total);
            together.step(onStep);
        }
        for (Continuation row : rows) {
            int before = added(rows) - row.added();
            finish(row, (done, _) -> progress.at(before + done, total), onStep);
        }
        return new Generations(rows.stream().map(Continuation::generation).toList());
    }

    private static int added(List<Continuation> rows) {
        return rows.stream().mapToInt(Continuation::added).sum();
    }

    private Continuation start(int row, GenerateRequest request) {
        return new Continuation(
                row, request, model.config().eosIds(), model.config().nCtx());
    }

    /** Continues one prompt alone to its end. */
    private void finish(Continuation row, Progress progress, Consumer<Step> onStep) throws PromptException {
        while (row.goesOn()) {
            progress.at(row.added(), row.request().maxNewTokens());
            onStep.accept(row.add(lastLogits(row.request(), row.sequence())));
        }
    }

    private Tensor lastLogits(GenerateRequest request, int[] sequence) throws PromptException {
        RunRequest run = RunRequest.of(sequence).keep(NameFilter.NONE).with(request.interventions());
        for (CodeHook hook : request.codeHooks()) run = run.with(hook);
        RunResult result = model.run(request.reuse() ? run.reusing() : run);
        return result.logits(0, sequence.length - 1);
    }
}
