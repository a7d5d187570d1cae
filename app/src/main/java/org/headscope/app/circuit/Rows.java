package org.headscope.app.circuit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.circuit.TokenVectors;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.run.Progress;

/** Rows and columns of a circuit, and the neighbours of a token: the tokens at the ends, with their ranks. */
final class Rows {
    private static final List<String> COLUMNS = List.of("held", "which", "rank", "id", "token", "value");

    private final Question question;
    private final List<Sheet.Pair> pairs = new ArrayList<>();
    private final List<List<Object>> cells = new ArrayList<>();

    private Rows(Question question) {
        this.question = question;
    }

    static Sheet sheet(Question question, Progress progress) {
        var rows = new Rows(question);
        TokenCircuit circuit = question.desk().circuit(question.choice(), progress);
        String sense = circuit.kind() + "." + question.fixed();
        for (int token : question.tokens()) {
            TokenReading reading =
                    TokenReading.of(circuit.scores(question.fixed(), token), question.top(), rows.marked(token));
            String label = rows.label(token);
            rows.add(token, reading, Text.of("circuit.most." + sense, label), Text.of("circuit.least." + sense, label));
        }
        String caption = question.choice().words(question.desk().model());
        return rows.sheet("circuit-rows", caption);
    }

    static Sheet neighbours(Question question, Progress progress) {
        var rows = new Rows(question);
        TokenVectors vectors = question.desk().vectors(question.choice().embedding(), progress);
        for (int token : question.tokens()) {
            TokenReading reading = TokenReading.of(
                    vectors.cosines(question.desk().model(), token), question.top(), rows.marked(token));
            String label = rows.label(token);
            rows.add(token, reading, Text.of("circuit.nearest", label), Text.of("circuit.farthest", label));
        }
        String of = Choice.words(question.choice().embedding());
        return rows.sheet("neighbours", Text.of("circuit.caption.neighbours", of));
    }

    private Sheet sheet(String name, String caption) {
        return new Sheet.Lists(caption, List.copyOf(pairs), new Table(name, caption, COLUMNS, cells));
    }

    private String label(int token) {
        return question.desk().label(token);
    }

    /** The token itself and those that were chosen, each once. */
    private List<Integer> marked(int token) {
        Set<Integer> marked = new LinkedHashSet<>(List.of(token));
        marked.addAll(question.marked());
        return List.copyOf(marked);
    }

    private void add(int token, TokenReading reading, String title, String opposite) {
        cells(token, "most", reading.most());
        cells(token, "least", reading.least());
        pairs.add(new Sheet.Pair(
                title,
                opposite,
                bars(token, reading.most()),
                bars(token, reading.least()),
                reading.marked().stream().map(place -> mark(token, place)).toList()));
    }

    private void cells(int token, String which, List<TokenScore> scores) {
        for (int rank = 0; rank < scores.size(); rank++) {
            TokenScore score = scores.get(rank);
            cells.add(List.of(label(token), which, rank, score.token(), label(score.token()), score.score()));
        }
    }

    private List<SignedBar> bars(int token, List<TokenScore> scores) {
        List<Integer> marked = marked(token);
        return IntStream.range(0, scores.size())
                .mapToObj(rank -> {
                    TokenScore score = scores.get(rank);
                    String key = marked.contains(score.token()) ? "circuit.bar.marked" : "circuit.bar";
                    return new SignedBar(Text.of(key, String.valueOf(rank), label(score.token())), score.score());
                })
                .toList();
    }

    private String mark(int token, TokenReading.Place place) {
        return Text.of(
                place.token() == token ? "circuit.mark.itself" : "circuit.mark",
                label(place.token()),
                String.valueOf(place.above()),
                String.valueOf(place.below()),
                number(place.score()));
    }

    /** A number of any size, with its sign. */
    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%+.0f" : "%+.3g", value);
    }
}
