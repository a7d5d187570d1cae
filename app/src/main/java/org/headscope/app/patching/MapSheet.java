package org.headscope.app.patching;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.headscope.app.chart.Scatter;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.engine.analysis.patching.PromptPair.Direction;

/** A map as far as it is known, at one moment. */
final class MapSheet {
    private final Measured measured;
    private final Double[] exact;
    private final Measured.Estimate estimate;

    MapSheet(Measured measured) {
        this.measured = measured;
        this.estimate = measured.estimate();
        this.exact = new Double[measured.grid().size()];
        for (int i = 0; i < exact.length; i++) exact[i] = measured.exact(i);
    }

    MapGrid grid() {
        return measured.grid();
    }

    PatchKey key() {
        return measured.key();
    }

    /** The metric of the run that is patched; NaN until it is known. */
    double base() {
        return estimate == null ? Double.NaN : estimate.base();
    }

    double donor() {
        return estimate == null ? Double.NaN : estimate.donor();
    }

    boolean isExact(Cell cell) {
        return exact[grid().index(cell)] != null;
    }

    /** The metric with the site of a cell patched: measured, else estimated; NaN where it is neither, or no number. */
    double metric(Cell cell) {
        int index = grid().index(cell);
        if (exact[index] != null) return exact[index];
        return estimate == null
                ? Double.NaN
                : estimate.base() + estimate.change().flat(index);
    }

    /** Whether both runs have the same metric, so that nothing can be measured by their distance. */
    boolean isFlat() {
        return estimate != null && Math.abs(base() - donor()) < 1e-6;
    }

    /** The number of a cell: the change of the metric, or that change as a share of the distance of both runs. */
    double number(Cell cell, boolean raw) {
        return number(metric(cell), raw);
    }

    /** The number that belongs to a value of the metric. */
    double number(double metric, boolean raw) {
        double change = metric - base();
        if (raw) return change;
        return change / (measured.key().direction() == Direction.DENOISING ? donor() - base() : base() - donor());
    }

    Matrix matrix(boolean raw) {
        MapGrid grid = grid();
        return Matrix.of(grid.rows(), grid.columns(), (row, column) -> (float) number(new Cell(row, column), raw));
    }

    /** The cells that are only estimated. */
    Set<Cell> estimated() {
        if (estimate == null) return Set.of();
        var cells = new HashSet<>(grid().cells());
        cells.removeIf(this::isExact);
        return cells;
    }

    /** How many measured cells are no number. */
    int notNumbers() {
        int count = 0;
        for (Double value : exact) {
            if (value != null && value.isNaN()) count++;
        }
        return count;
    }

    /** Estimated and measured change of the cells that have both. */
    List<Scatter.Point> points() {
        var points = new ArrayList<Scatter.Point>();
        if (estimate == null) return points;
        for (int i = 0; i < exact.length; i++) {
            if (exact[i] == null) continue;
            var point = new Scatter.Point(estimate.change().flat(i), exact[i] - estimate.base());
            if (Double.isFinite(point.estimate()) && Double.isFinite(point.exact())) points.add(point);
        }
        return points;
    }
}
