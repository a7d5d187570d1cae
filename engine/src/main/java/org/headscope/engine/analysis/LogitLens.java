package org.headscope.engine.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * The residual stream of every layer read as if it were the last (nostalgebraist 2020; interpretability.md D.3).
 *
 * @param subSteps whether the stream between attention and MLP is read, too
 * @param norm whose scale the final norm divides by
 */
public record LogitLens(boolean subSteps, Norm norm) {
    /** Which scale the final norm divides a residual vector by. */
    public enum Norm {
        /** The vector's own standard deviation. */
        OWN,
        /** That of the last residual stream at the same position, so that contributions add up. */
        FINAL
    }

    /** The rows this lens reads. */
    public List<LensRow> rows(Model model) {
        return LensRow.of(model.config().nLayers(), subSteps);
    }

    /** The lens at one position of a run. */
    public LensColumn column(Model model, Run run, int position) {
        List<LensRow> rows = rows(model);
        int width = model.config().dModel();
        var residual = new float[rows.size() * width];
        for (int row = 0; row < rows.size(); row++) {
            run.activation(rows.get(row).hook()).at(position).copyTo(residual, row * width);
        }
        float[] scale = null;
        if (norm == Norm.FINAL) {
            scale = new float[rows.size()];
            Arrays.fill(scale, run.activation("ln_final.hook_scale").get(position, 0));
        }
        return new LensColumn(position, rows, model.readOut(Tensor.of(residual, rows.size(), width), scale));
    }

    /**
     * The lens at all positions, the last one first.
     *
     * @param chosen the token each position is seen against, one for each position
     * @param onColumn told of each position when its cells, one for each row, are there
     */
    public void run(
            Model model, Run run, int[] chosen, BiConsumer<Integer, List<LensCell>> onColumn, Progress progress) {
        int length = run.tokens().size();
        for (int position = length - 1; position >= 0; position--) {
            progress.at(length - 1 - position, length);
            LensColumn column = column(model, run, position);
            int against = chosen[position];
            onColumn.accept(
                    position,
                    IntStream.range(0, column.rows().size())
                            .mapToObj(row -> column.cell(row, against))
                            .toList());
        }
        progress.at(length, length);
    }
}
