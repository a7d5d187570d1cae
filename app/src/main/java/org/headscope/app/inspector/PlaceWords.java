package org.headscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.experiment.Answer;
import org.headscope.engine.token.Tokenizer;

/** What is said about a place. */
record PlaceWords(PlaceFacts facts) {
    /** Its numbers, one sentence each. */
    List<String> numbers() {
        return switch (facts) {
            case PlaceFacts.Writer writer -> numbers(writer);
            case PlaceFacts.Stream stream -> List.of(Text.of("inspector.norm", MetricText.value(stream.norm()), at()));
        };
    }

    private List<String> numbers(PlaceFacts.Writer writer) {
        var lines = new ArrayList<String>();
        if (!Double.isNaN(writer.post())) {
            lines.add(
                    Text.of("inspector.neuron", MetricText.value(writer.pre()), MetricText.value(writer.post()), at()));
        }
        if (!Double.isNaN(writer.gives())) {
            String right = label(writer.answers().right().orElseThrow());
            String logits = writer.answers()
                    .wrong()
                    .map(wrong -> Text.of("inspector.gives.difference", right, label(wrong)))
                    .orElse(Text.of("inspector.gives.logit", right));
            lines.add(Text.of("inspector.gives", at(), MetricText.change(writer.gives()), logits));
        }
        return lines;
    }

    /** Heading of the tokens. */
    String tokensTitle() {
        return Text.of(facts instanceof PlaceFacts.Stream ? "inspector.lens" : "inspector.raised", at());
    }

    /** The tokens that the stream would say next, one line each. */
    List<String> next() {
        if (!(facts instanceof PlaceFacts.Stream stream)) return List.of();
        return stream.next().stream()
                .map(token ->
                        Text.of("inspector.token.next", TokenFacts.percent(Math.exp(token.score())), label(token)))
                .toList();
    }

    /** What the weights say about the token there; null for what is no head. */
    HeadCircuit circuit() {
        return facts instanceof PlaceFacts.Writer writer ? writer.circuit() : null;
    }

    /** Heading of what a head writes where it attends to the token; empty for what is no head. */
    String circuitTitle() {
        return circuit() == null
                ? ""
                : Text.of("inspector.circuit", token(circuit().token()));
    }

    /** Where the token itself stands, and the keys it looks for. */
    List<String> circuitLines() {
        if (circuit() == null) return List.of();
        String own = token(circuit().token());
        TokenReading.Place written = circuit().writes().marked().getFirst();
        TokenReading.Place looked = circuit().looks().marked().getFirst();
        String keys = circuit().looks().most().stream()
                .map(score -> token(score.token()))
                .collect(Collectors.joining("  "));
        return List.of(
                Text.of(
                        "inspector.circuit.itself",
                        own,
                        String.valueOf(written.above()),
                        String.valueOf(written.below())),
                Text.of("inspector.circuit.looks", own, keys, String.valueOf(looked.above())));
    }

    private String token(int id) {
        return tokenizer().token(id).label();
    }

    /** What is called by its id in the vocabulary. */
    String label(TokenScore score) {
        return token(score.token());
    }

    private static String label(Answer answer) {
        return answer.pieces().getFirst().label();
    }

    private Tokenizer tokenizer() {
        return facts.question().model().tokenizer();
    }

    /** Such as "15 ␣to". */
    private String at() {
        int position = facts.question().position();
        return position + " " + TokenText.label(facts.question().run().tokens(), position);
    }
}
