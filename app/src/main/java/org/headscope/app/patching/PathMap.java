package org.headscope.app.patching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The map on which senders and receivers are chosen: a row for each layer, a column for each head and, where there are any, one for
 * MLPs.
 *
 * @param change what patching each as a whole is estimated to change of the metric
 */
record PathMap(Ground ground, Direction direction, Tensor change) {
    /** What is asked. */
    record Question(Ground ground, Direction direction) {}

    static PathMap of(Question question, Progress progress) throws PromptException {
        ModelConfig config = question.ground().pair().model().config();
        var sites = new ArrayList<Site>();
        for (int row = 0; row < config.nLayers(); row++) {
            for (int column = 0; column < columns(config); column++) sites.add(sender(config, new Cell(row, column)));
        }
        Tensor change =
                question.ground().pair().attribution(question.direction()).run(PatchTable.of(sites), progress);
        return new PathMap(question.ground(), question.direction(), change.reshape(config.nLayers(), columns(config)));
    }

    boolean answers(Ground other, Direction way) {
        return ground == other && direction == way;
    }

    private ModelConfig config() {
        return ground.pair().model().config();
    }

    private static int columns(ModelConfig config) {
        return config.nHeads() + (config.hasMlp() ? 1 : 0);
    }

    private static Site sender(ModelConfig config, Cell cell) {
        return cell.column() < config.nHeads() ? Site.head(cell.row(), cell.column()) : Site.mlp(cell.row());
    }

    Site sender(Cell cell) {
        return sender(config(), cell);
    }

    /** @param input {@code q}, {@code k} or {@code v} of a head; what an MLP reads is one thing */
    Site receiver(Cell cell, String input) {
        if (cell.column() == config().nHeads()) return Site.of("pre", cell.row());
        int head = input.equals("q") ? cell.column() : config().attention().keyValueHead(cell.column());
        return Site.of(input, cell.row()).unit(head);
    }

    Matrix matrix() {
        return Matrix.of(change);
    }

    /** What a cell is chosen as, such as "S" or "qk"; empty if it is not. */
    String marks(PathChoice choice, Cell cell) {
        var marks = new StringBuilder(choice.senders().contains(sender(cell)) ? Text.of("patching.path.mark") : "");
        if (cell.column() == config().nHeads()) {
            if (choice.receivers().contains(receiver(cell, ""))) marks.append(Text.of("patching.path.markMlp"));
            return marks.toString();
        }
        for (String input : List.of("q", "k", "v")) {
            if (choice.receivers().contains(receiver(cell, input))) marks.append(input);
        }
        return marks.toString();
    }

    List<String> rowLabels() {
        return IntStream.range(0, change.size(0))
                .mapToObj(row -> Text.of("patching.layer", String.valueOf(row)))
                .toList();
    }

    List<String> columnLabels() {
        return IntStream.range(0, change.size(1))
                .mapToObj(column -> column == config().nHeads() ? Text.of("patching.mlp") : String.valueOf(column))
                .toList();
    }
}
