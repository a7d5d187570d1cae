package org.headscope.app.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headscope.app.pane.LossToken;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

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

    /** The loss of the token after a position, and how it changes without the head, in nats. */
    record Prediction(double loss, double change) {}

    Passage {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
    }

    /** @param predictions of each position but the last, which predicts nothing that is there */
    static Passage of(int chunk, Tokens text, List<Prediction> predictions) {
        List<String> labels = TokenText.labels(text);
        var tokens = new ArrayList<LossToken>();
        for (int position = 0; position < predictions.size(); position++) {
            Prediction next = predictions.get(position);
            String words = Text.of(
                    "example.token",
                    labels.get(position),
                    labels.get(position + 1),
                    MetricText.value(next.loss()),
                    MetricText.change(next.change()));
            tokens.add(new LossToken(position, labels.get(position), words, next.change()));
        }
        String end = Text.of("example.token.last", labels.getLast());
        tokens.add(new LossToken(predictions.size(), labels.getLast(), end, Double.NaN));
        return new Passage(chunk, text.idList(), tokens);
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
