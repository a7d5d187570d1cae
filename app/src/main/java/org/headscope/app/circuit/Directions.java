package org.headscope.app.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.SvdInterpreter;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Matrix;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Reading;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.run.Progress;

/** Singular vectors read as tokens. */
final class Directions {
    private static final int VECTORS = 20;

    private Directions() {}

    static Sheet sheet(Question question, Progress progress) {
        Desk desk = question.desk();
        int layer = question.choice().head().layer();
        List<Reading> readings =
                new SvdInterpreter(question.matrix(), layer, VECTORS, question.top()).of(desk.model(), progress);
        var rows = new ArrayList<List<String>>();
        var cells = new ArrayList<List<Object>>();
        for (int vector = 0; vector < readings.size(); vector++) {
            Reading reading = readings.get(vector);
            rows.add(List.of(
                    Text.of("circuit.direction", vector, String.format(Locale.ROOT, "%.3g", reading.value())),
                    words(desk, reading.positive()),
                    words(desk, reading.negative())));
            add(desk, cells, vector, "towards", reading.positive());
            add(desk, cells, vector, "away", reading.negative());
        }
        String caption = caption(question);
        return new Sheet.Grid(
                caption,
                Text.of("circuit.directions.about"),
                List.of(
                        Text.of("circuit.directions.value"),
                        Text.of("circuit.directions.towards"),
                        Text.of("circuit.directions.away")),
                rows,
                new Table("directions", caption, List.of("vector", "end", "rank", "id", "token", "logit"), cells));
    }

    private static String caption(Question question) {
        String layer = String.valueOf(question.choice().head().layer());
        return switch (question.matrix()) {
            case Matrix.Ov _ ->
                Text.of("circuit.caption.ov", question.choice().head().label());
            case Matrix.In _ -> Text.of("circuit.caption.in", layer);
            case Matrix.Out _ -> Text.of("circuit.caption.out", layer);
        };
    }

    private static String words(Desk desk, List<TokenScore> scores) {
        return scores.stream().map(score -> desk.label(score.token())).collect(Collectors.joining("  "));
    }

    private static void add(Desk desk, List<List<Object>> cells, int vector, String end, List<TokenScore> scores) {
        for (int rank = 0; rank < scores.size(); rank++) {
            TokenScore score = scores.get(rank);
            cells.add(List.of(vector, end, rank, score.token(), desk.label(score.token()), score.score()));
        }
    }
}
