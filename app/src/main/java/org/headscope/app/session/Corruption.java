package org.headscope.app.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.engine.experiment.Experiment;

/** The prompt with its two answers in each other's place, for which the wrong answer is the right one. */
public final class Corruption {
    private Corruption() {}

    /**
     * Where one answer stands more often than the other, its last place is given to the other: "Mary and John …, John gave"
     * becomes "Mary and John …, Mary gave". Where both stand equally often they change places. Nothing if one stands nowhere.
     */
    public static Optional<String> of(Experiment experiment) {
        String prompt = experiment.prompt();
        String right = experiment.answer().strip();
        String wrong = experiment.wrong().strip();
        if (right.isEmpty() || wrong.isEmpty() || right.equals(wrong)) return Optional.empty();
        long rights = count(prompt, right);
        long wrongs = count(prompt, wrong);
        if (rights == 0 || wrongs == 0) return Optional.empty();
        if (rights == wrongs) return Optional.of(exchanged(prompt, right, wrong));
        return Optional.of(rights > wrongs ? lastReplaced(prompt, right, wrong) : lastReplaced(prompt, wrong, right));
    }

    private static Pattern word(String text) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}])");
    }

    private static long count(String prompt, String text) {
        return word(text).matcher(prompt).results().count();
    }

    private static String lastReplaced(String prompt, String old, String other) {
        var place =
                word(old).matcher(prompt).results().reduce((_, last) -> last).orElseThrow();
        return prompt.substring(0, place.start()) + other + prompt.substring(place.end());
    }

    private static String exchanged(String prompt, String one, String other) {
        return Pattern.compile(word(one) + "|" + word(other))
                .matcher(prompt)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().equals(one) ? other : one));
    }
}
