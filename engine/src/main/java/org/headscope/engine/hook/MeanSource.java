package org.headscope.engine.hook;

import java.util.List;

/** What a mean ablation averages over. Means are taken in runs without interventions. */
public sealed interface MeanSource {
    /** Over the positions (and batch rows) of the prompt itself. */
    record ThisPrompt() implements MeanSource {}

    /**
     * Over a set of prompts.
     *
     * @param name what the user calls the set
     * @param prompts token ids of each prompt, BOS included where it is wanted
     * @param perPosition one mean for each position, over the prompts long enough to have it; otherwise one mean over all
     */
    record PromptSet(String name, List<List<Integer>> prompts, boolean perPosition) implements MeanSource {
        public PromptSet {
            prompts = prompts.stream().map(List::copyOf).toList();
        }
    }
}
