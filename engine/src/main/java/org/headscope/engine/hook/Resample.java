package org.headscope.engine.hook;

import java.util.List;

/**
 * Replaces a value by what it is in a run of another prompt without interventions: resample ablation, and a patch whose values
 * are worked out when the run starts.
 *
 * @param prompts token ids of the other prompt, BOS included where it is wanted; one for all rows of a batch, or one for each
 * @param name what the user calls it, such as "the corrupted prompt"
 */
public record Resample(Site site, List<List<Integer>> prompts, String name) implements Intervention {
    public Resample {
        if (prompts.isEmpty()) throw new IllegalArgumentException("There is no prompt to resample from.");
        prompts = prompts.stream().map(List::copyOf).toList();
    }

    public static Resample from(List<Integer> prompt, Site site, String name) {
        return new Resample(site, List.of(prompt), name);
    }

    @Override
    public Resample at(Site other) {
        return new Resample(other, prompts, name);
    }

    @Override
    public String describe() {
        return site.label() + " → as in " + name + ", " + site.where();
    }
}
