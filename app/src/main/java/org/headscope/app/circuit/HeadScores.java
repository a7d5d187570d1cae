package org.headscope.app.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.CopyingScores;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/** Maps of all heads, and of all pairs of heads. */
final class HeadScores {
    /** Enough random circuits for two digits of the score that chance gives. */
    private static final int SAMPLES = 20;

    private HeadScores() {}

    static Sheet copying(Question question, Progress progress) {
        Tensor scores = new CopyingScores(true).of(question.desk().model(), progress);
        var cells = new ArrayList<List<Object>>();
        for (int layer = 0; layer < scores.size(0); layer++) {
            for (int head = 0; head < scores.size(1); head++) {
                cells.add(List.of(layer, head, scores.get(layer, head)));
            }
        }
        String caption = Text.of("circuit.caption.copying");
        return new Sheet.HeadMap(
                caption,
                Matrix.of(scores),
                counted("L", scores.size(0)),
                counted("H", scores.size(1)),
                false,
                scores.size(1),
                new Table("copying", caption, List.of("layer", "head", "score"), cells));
    }

    static Sheet composition(Question question, Progress progress) {
        ModelConfig config = question.desk().model().config();
        Tensor scores =
                new CompositionScores(question.input()).of(question.desk().model(), progress);
        double chance = CompositionScores.baseline(config, SAMPLES, 1);
        int heads = config.nHeads();
        int all = config.nLayers() * heads;
        // Only a head of a lower layer is read by one of a higher.
        Matrix matrix = Matrix.of(
                all, all, (row, column) -> row / heads < column / heads ? scores.flat(row * all + column) : Float.NaN);
        var cells = new ArrayList<List<Object>>();
        for (int row = 0; row < all; row++) {
            for (int column = (row / heads + 1) * heads; column < all; column++) {
                cells.add(List.of(label(row, heads), label(column, heads), matrix.at(row, column)));
            }
        }
        String caption = Text.of(
                "circuit.caption.composition", Text.of("circuit.input." + question.input()), Rows.number(chance));
        List<String> labels =
                IntStream.range(0, all).mapToObj(index -> label(index, heads)).toList();
        return new Sheet.HeadMap(
                caption,
                matrix,
                labels,
                labels,
                true,
                heads,
                new Table("composition", caption, List.of("earlier", "later", "score"), cells));
    }

    private static String label(int index, int heads) {
        return Site.head(index / heads, index % heads).label();
    }

    private static List<String> counted(String letter, int count) {
        return IntStream.range(0, count).mapToObj(i -> letter + i).toList();
    }
}
