package org.headscope.engine.generate;

import java.util.List;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.token.Tokens;

/**
 * What to generate.
 *
 * @param prompt token ids, taken as they are
 * @param maxNewTokens how many tokens are generated at most
 * @param stopAtEos whether an end-of-text token ends it
 * @param interventions changes that stay active in every step
 * @param codeHooks code that stays active in every step; it sees whole prompts, so no step takes anything over
 * @param reuse whether each step takes over the keys and values of the steps before it; the tokens are the same either way
 */
public record GenerateRequest(
        int[] prompt,
        int maxNewTokens,
        boolean stopAtEos,
        Sampling sampling,
        List<? extends Intervention> interventions,
        List<CodeHook> codeHooks,
        boolean reuse) {
    public GenerateRequest {
        if (maxNewTokens < 0) throw new IllegalArgumentException("The number of new tokens must be at least 0.");
        prompt = prompt.clone();
        interventions = List.copyOf(interventions);
        codeHooks = List.copyOf(codeHooks);
    }

    /** The most likely continuation. */
    public static GenerateRequest of(Tokens prompt, int maxNewTokens) {
        return of(prompt.ids(), maxNewTokens);
    }

    public static GenerateRequest of(int[] prompt, int maxNewTokens) {
        return new GenerateRequest(prompt, maxNewTokens, true, Sampling.GREEDY, List.of(), List.of(), true);
    }

    public GenerateRequest sampling(Sampling how) {
        return new GenerateRequest(prompt, maxNewTokens, stopAtEos, how, interventions, codeHooks, reuse);
    }

    public GenerateRequest with(List<? extends Intervention> changes) {
        return new GenerateRequest(prompt, maxNewTokens, stopAtEos, sampling, changes, codeHooks, reuse);
    }

    public GenerateRequest with(CodeHook... hooks) {
        return new GenerateRequest(prompt, maxNewTokens, stopAtEos, sampling, interventions, List.of(hooks), reuse);
    }

    /** The same for another prompt and seed. */
    GenerateRequest row(int[] tokens, long seed) {
        return new GenerateRequest(
                tokens, maxNewTokens, stopAtEos, sampling.seed(seed), interventions, codeHooks, reuse);
    }

    public GenerateRequest pastEos() {
        return new GenerateRequest(prompt, maxNewTokens, false, sampling, interventions, codeHooks, reuse);
    }

    public GenerateRequest withoutReuse() {
        return new GenerateRequest(prompt, maxNewTokens, stopAtEos, sampling, interventions, codeHooks, false);
    }
}
