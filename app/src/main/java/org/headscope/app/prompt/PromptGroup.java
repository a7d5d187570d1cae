package org.headscope.app.prompt;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.headscope.engine.io.Prompt;

/** Prompts that belong together: a family of bundled ones, or what one file or one paste brought. Immutable. */
final class PromptGroup {
    enum Origin {
        BUNDLED,
        DROPPED,
        PASTED
    }

    private final String name;
    private final Origin origin;
    private final LocalDate day;
    private final List<Prompt> prompts;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * @param name the family, or the name of the file
     * @param origin where the prompts come from
     * @param day when they came
     */
    PromptGroup(String name, Origin origin, LocalDate day, List<Prompt> prompts) {
        this.name = name;
        this.origin = origin;
        this.day = day;
        this.prompts = List.copyOf(prompts);
        for (int i = 0; i < this.prompts.size(); i++)
            places.putIfAbsent(this.prompts.get(i).text(), i);
    }

    String name() {
        return name;
    }

    LocalDate day() {
        return day;
    }

    Origin origin() {
        return origin;
    }

    List<Prompt> prompts() {
        return prompts;
    }

    boolean isBundled() {
        return origin == Origin.BUNDLED;
    }

    /** How long all that belongs to its prompts is together. */
    long characters() {
        return prompts.stream()
                .mapToLong(prompt -> (long) prompt.text().length()
                        + prompt.corrupted().length()
                        + prompt.answer().length()
                        + prompt.wrong().length()
                        + prompt.label().length()
                        + prompt.title().length()
                        + prompt.note().length())
                .sum();
    }

    /** Index of the first prompt with this text, or -1. */
    int indexOf(String text) {
        return places.getOrDefault(text, -1);
    }

    /** Its prompts, where those without a label have the name of the group for one. */
    List<Prompt> labelled() {
        return prompts.stream().map(this::labelled).toList();
    }

    private Prompt labelled(Prompt prompt) {
        return prompt.label().isBlank()
                ? new Prompt(
                        prompt.text(),
                        prompt.corrupted(),
                        prompt.answer(),
                        prompt.wrong(),
                        name,
                        prompt.title(),
                        prompt.note())
                : prompt;
    }

    /** Its prompts and behind them those of another group that it has not got. */
    PromptGroup with(PromptGroup more) {
        var all = new LinkedHashSet<>(prompts);
        all.addAll(more.prompts);
        return new PromptGroup(name, origin, more.day, List.copyOf(all));
    }

    /** Whether this is one more paste, to be added to what was pasted earlier. */
    boolean goesOn(PromptGroup other) {
        return origin == Origin.PASTED && other.origin == origin && name.equals(other.name);
    }

    /** Whether this is another reading of the same file. */
    boolean replaces(PromptGroup other) {
        return origin == Origin.DROPPED && origin == other.origin && name.equals(other.name);
    }
}
