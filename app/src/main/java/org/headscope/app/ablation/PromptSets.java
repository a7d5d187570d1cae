package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;

/** The groups of a library of prompts, as sets to take means over. */
record PromptSets(List<Prompt> prompts) {
    static final PromptSets NONE = new PromptSets(List.of());

    /** More prompts move a mean little and cost a pass each. */
    private static final int MOST_PROMPTS = 200;

    PromptSets {
        prompts = List.copyOf(prompts);
    }

    /** The names of the groups, in the order of the library. */
    List<String> groups() {
        return prompts.stream().map(Prompt::label).distinct().toList();
    }

    int size(String group) {
        return Math.min(MOST_PROMPTS, of(group).size());
    }

    /** The group that a prompt belongs to. */
    Optional<String> groupOf(String prompt) {
        return prompts.stream()
                .filter(entry -> entry.text().equals(prompt))
                .map(Prompt::label)
                .findFirst();
    }

    /** What to call a group. */
    static String name(String group) {
        return group.isBlank() ? Text.of("ablation.noGroup") : group;
    }

    /** The tokens of a group's prompts; those that cannot be encoded or are too long are left out. */
    MeanSource.PromptSet set(String group, Tokenizer tokenizer, boolean bos, int nCtx, boolean perPosition) {
        var ids = new ArrayList<List<Integer>>();
        for (Prompt prompt : of(group)) {
            if (ids.size() == MOST_PROMPTS) break;
            try {
                int[] tokens = tokenizer.encode(prompt.text(), bos).ids();
                if (tokens.length <= nCtx) ids.add(IntStream.of(tokens).boxed().toList());
            } catch (PromptException _) {
                // A prompt that cannot be run says nothing about the mean; the library marks it by itself.
            }
        }
        return new MeanSource.PromptSet(name(group), ids, perPosition);
    }

    private List<Prompt> of(String group) {
        return prompts.stream().filter(prompt -> prompt.label().equals(group)).toList();
    }
}
