package org.headscope.app.example;

import java.util.List;
import java.util.Optional;
import org.headscope.app.pane.LossToken;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.token.Tokenizer;

/**
 * A chunk of the corpus, coloured by what a head does for the token after each.
 *
 * @param ids BOS included
 * @param tokens one for each id; the colour of each is that of the prediction made there
 */
record Passage(int chunk, List<Integer> ids, List<LossToken> tokens) {
    /** In place of a chunk's number where the text is that of the prompt. */
    static final int OWN = -1;

    private static final int MOST_PROMPT = 200;

    Passage {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
    }

    /** What is said of the prediction made at a position; nothing where there is none. */
    String words(int position) {
        return position < 0 || position >= tokens.size()
                ? ""
                : tokens.get(position).words();
    }

    /** A prompt and the token that follows it. */
    record Prompt(String text, String answer) {
        /** A corrupted prompt and a wrong answer belong to the prompt before. */
        Experiment into(Experiment experiment) {
            return experiment.withPrompt(text).withCorrupted("").withAnswers(answer, "");
        }
    }

    /** The text up to a position, no longer than is good to look at; nothing where it ends. */
    Optional<Prompt> prompt(int position, Tokenizer tokenizer) {
        if (position < 0 || position + 1 >= ids.size()) return Optional.empty();
        int first = tokenizer.isBos(ids.getFirst()) ? 1 : 0;
        if (position < first) return Optional.empty();
        int from = Math.max(first, position + 1 - MOST_PROMPT);
        int[] before = ids.subList(from, position + 1).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return Optional.of(new Prompt(tokenizer.decode(before), tokenizer.text(ids.get(position + 1))));
    }
}
