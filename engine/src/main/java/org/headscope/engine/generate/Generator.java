package org.headscope.engine.generate;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
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
            int token = sampler.next(lastLogits(request, sequence), sequence);
            sequence = Arrays.copyOf(sequence, sequence.length + 1);
            sequence[sequence.length - 1] = token;
            onToken.accept(token);
            if (request.stopAtEos() && model.config().eosIds().contains(token)) {
                end = Generation.End.END_OF_TEXT;
                break;
            }
        }
        return new Generation(prompt, Arrays.copyOfRange(sequence, prompt.length, sequence.length), end);
    }

    private float[] lastLogits(GenerateRequest request, int[] sequence) throws PromptException {
        RunRequest run = RunRequest.of(sequence).keep(NameFilter.NONE).with(request.interventions());
        RunResult result = model.run(request.reuse() ? run.reusing() : run);
        return result.logits(0, sequence.length - 1).toArray();
    }
}
