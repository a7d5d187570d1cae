package org.headscope.app.prompt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;

/** Notices answers that were meant for another prompt than the one that was typed since. */
final class OldAnswers {
    private Experiment meant;

    /** Sees every state of the experiment: answers are meant for the prompt that stands there when they change. */
    void see(Experiment now) {
        boolean same = meant != null
                && meant.answer().equals(now.answer())
                && meant.wrong().equals(now.wrong());
        if (!same) meant = now;
    }

    /** A warning where the answers belong to another prompt; none where they may be meant. */
    Guard guard(Experiment now) {
        List<String> answers = List.of(now.answer().strip(), now.wrong().strip()).stream()
                .filter(answer -> !answer.isEmpty())
                .toList();
        boolean left = meant != null
                && !answers.isEmpty()
                && !now.prompt().isBlank()
                && answers.stream().noneMatch(now.prompt()::contains)
                && isFar(meant.prompt(), now.prompt());
        if (!left) return Guard.NONE;
        String words = answers.size() == 1
                ? Text.of("prompt.guard.oldAnswer", answers.getFirst())
                : Text.of("prompt.guard.oldAnswers", answers.getFirst(), answers.getLast());
        return new Guard(words, e -> e.withAnswers("", ""), Text.of("prompt.guard.clear"));
    }

    /** Whether less than half of the words of a prompt stand in the one before. */
    private static boolean isFar(String before, String now) {
        Set<String> old = words(before);
        Set<String> words = words(now);
        return 2 * words.stream().filter(old::contains).count() < words.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.strip().split("\\W+")));
    }
}
