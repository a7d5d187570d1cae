package org.headscope.engine.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.NormKind;
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
        return LensRow.of(model.config().nLayers(), subSteps && model.config().hasResidMid());
    }

    /** The lens at one position of a run. */
    public LensColumn column(Model model, Run run, int position) {
        return columns(model, run, List.of(position)).getFirst();
    }

    /** The lens at some positions of a run, in this order; cheaper than one by one. */
    public List<LensColumn> columns(Model model, Run run, List<Integer> positions) {
        return columns(model, run::activation, positions);
    }

    /** The hook points whose values it reads. */
    public NameFilter hooks(Model model) {
        return NameFilter.of(Stream.concat(rows(model).stream().map(LensRow::hook), Stream.of(HookName.FINAL_SCALE))
                .toList());
    }

    /** The lens at some positions of one batch row of a run. */
    public List<LensColumn> columns(ActivationCache cache, int batch, List<Integer> positions) {
        return columns(cache.model(), hook -> cache.get(hook).at(batch), positions);
    }

    /** @param values the value at a hook point, [pos, ...] */
    private List<LensColumn> columns(Model model, Function<String, Tensor> values, List<Integer> positions) {
        List<LensRow> rows = rows(model);
        int width = model.config().dModel();
        int height = rows.size();
        var residual = new float[positions.size() * height * width];
        boolean divided = norm == Norm.FINAL && model.config().norms().last() != NormKind.NONE;
        float[] scale = divided ? new float[positions.size() * height] : null;
        for (int column = 0; column < positions.size(); column++) {
            int position = positions.get(column);
            for (int row = 0; row < height; row++) {
                values.apply(rows.get(row).hook()).at(position).copyTo(residual, (column * height + row) * width);
            }
            if (scale != null) {
                float last = values.apply(HookName.FINAL_SCALE).get(position, 0);
                Arrays.fill(scale, column * height, (column + 1) * height, last);
            }
        }
        Tensor all = model.readOut(Tensor.of(residual, positions.size() * height, width), scale)
                .reshape(positions.size(), height, model.config().dVocab());
        return IntStream.range(0, positions.size())
                .mapToObj(column -> new LensColumn(positions.get(column), rows, all.at(column)))
                .toList();
    }

    /**
     * Whether the lens reads the same at one position of two runs of a model, because every residual vector it reads
     * there is the same to the last bit.
     */
    public boolean sameAt(Model model, Run one, Run other, int position) {
        if (one == other) return true;
        if (position >= one.tokens().size() || position >= other.tokens().size()) return false;
        // Later rows differ more often than early ones.
        return rows(model).reversed().stream()
                .allMatch(row -> one.activation(row.hook())
                        .at(position)
                        .buffer()
                        .equals(other.activation(row.hook()).at(position).buffer()));
    }
}
