package org.headscope.engine.generate;

import java.util.ArrayList;
import java.util.Arrays;
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
        return row(0, request, progress, onStep);
    }

    /**
     * Continues several prompts, each as it would be continued alone: one after the other, so that the cache of each is there
     * for all its steps.
     *
     * @param request how; its prompt is not used, and row r draws with the seed plus r
     * @param onStep given each token with its row
     */
    public Generations generateAll(
            List<int[]> prompts, GenerateRequest request, Progress progress, Consumer<Step> onStep)
            throws PromptException {
        var rows = new ArrayList<Generation>();
        int each = request.maxNewTokens();
        for (int row = 0; row < prompts.size(); row++) {
            int before = row * each;
            GenerateRequest own =
                    request.row(prompts.get(row), request.sampling().seed() + row);
            Progress ofRow = (done, _) -> progress.at(before + done, prompts.size() * each);
            rows.add(row(row, own, ofRow, onStep));
        }
        return new Generations(rows);
    }

    private Generation row(int row, GenerateRequest request, Progress progress, Consumer<Step> onStep)
            throws PromptException {
        var sampler = new Sampler(request.sampling());
        int[] prompt = request.prompt();
        int[] sequence = prompt;
        var end = Generation.End.LENGTH;
        for (int step = 0; step < request.maxNewTokens(); step++) {
            if (step > 0 && sequence.length >= model.config().nCtx()) {
                end = Generation.End.CONTEXT_FULL;
                break;
            }
            progress.at(step, request.maxNewTokens());
            Tensor logits = lastLogits(request, sequence);
            int token = sampler.next(logits.toArray(), sequence);
            sequence = Arrays.copyOf(sequence, sequence.length + 1);
            sequence[sequence.length - 1] = token;
            onStep.accept(new Step(row, step, token, logits));
            if (request.stopAtEos() && model.config().eosIds().contains(token)) {
                end = Generation.End.END_OF_TEXT;
                break;
            }
        }
        return new Generation(prompt, Arrays.copyOfRange(sequence, prompt.length, sequence.length), end);
    }

    private Tensor lastLogits(GenerateRequest request, int[] sequence) throws PromptException {
        RunRequest run = RunRequest.of(sequence).keep(NameFilter.NONE).with(request.interventions());
        for (CodeHook hook : request.codeHooks()) run = run.with(hook);
        RunResult result = model.run(request.reuse() ? run.reusing() : run);
        return result.logits(0, sequence.length - 1);
    }
}
