package org.headscope.app.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headscope.app.text.Text;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;

/** The groups of a library of prompts, as sets to take means over or to ask the same of. Immutable; equal only to itself. */
public final class PromptSets {
    public static final PromptSets NONE = new PromptSets(List.of());

    /** More prompts move a mean little and cost a pass each. */
    private static final int MOST_PROMPTS = 200;

    private final Map<String, List<Prompt>> groups = new LinkedHashMap<>();
    private final Map<String, String> groupOfText = new HashMap<>();

    public PromptSets(Collection<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            groups.computeIfAbsent(prompt.label(), _ -> new ArrayList<>()).add(prompt);
            groupOfText.putIfAbsent(prompt.text(), prompt.label());
        }
    }

    /** The names of the groups, in the order of the library. */
    public List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    /** How many prompts of a group a mean is taken over. */
    public int size(String group) {
        return Math.min(MOST_PROMPTS, of(group).size());
    }

    /** The group that a prompt belongs to. */
    public Optional<String> groupOf(String prompt) {
        return Optional.ofNullable(groupOfText.get(prompt));
    }

    /** What to call a group. */
    public static String name(String group) {
        return group.isBlank() ? Text.of("session.noGroup") : group;
    }

    /** The tokens of a group's prompts; those that cannot be encoded or are too long are left out. */
    public List<List<Integer>> encode(String group, Tokenizer tokenizer, boolean bos, int nCtx) {
        var ids = new ArrayList<List<Integer>>();
        for (Prompt prompt : of(group)) {
            if (ids.size() == MOST_PROMPTS) break;
            try {
                List<Integer> tokens = tokenizer.encode(prompt.text(), bos).idList();
                if (tokens.size() <= nCtx) ids.add(tokens);
            } catch (PromptException _) {
                // A prompt that cannot be run says nothing about the mean; the library marks it by itself.
            }
        }
        return List.copyOf(ids);
    }

    /** The prompts that say just this, in the order of the library. */
    public List<Prompt> withText(String text) {
        return groups.values().stream()
                .flatMap(List::stream)
                .filter(prompt -> prompt.text().equals(text))
                .toList();
    }

    /** The prompts of a group, in the order of the library. */
    public List<Prompt> of(String group) {
        return groups.getOrDefault(group, List.of());
    }
}
