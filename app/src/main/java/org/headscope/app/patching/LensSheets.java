package org.headscope.app.patching;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.headscope.app.heatmap.Cell;
import org.headscope.engine.analysis.LensMetric;
import org.headscope.engine.analysis.LensRow;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Both runs as the lens reads them, [row, pos], with what each patch of a cell is estimated to change of the metric.
 *
 * @param noising estimated change where the clean run is patched, by row and position
 * @param denoising where the corrupted run is
 */
record LensSheets(Ground ground, Tensor clean, Tensor corrupted, Tensor noising, Tensor denoising) {
    static LensSheets of(Ground ground, Progress progress) throws PromptException {
        List<LensRow> rows = rows(ground);
        int length = ground.pair().length();
        var sites = new ArrayList<Site>();
        for (LensRow row : rows) {
            for (int position = 0; position < length; position++) {
                sites.add(Site.of(row.hook()).at(Positions.of(position)));
            }
        }
        PatchTable table = PatchTable.of(sites);
        return new LensSheets(
                ground,
                LensMetric.of(ground.pair().model(), ground.clean(), progress),
                LensMetric.of(ground.pair().model(), ground.corrupted(), progress),
                estimate(ground, table, Direction.NOISING, progress),
                estimate(ground, table, Direction.DENOISING, progress));
    }

    private static Tensor estimate(Ground ground, PatchTable table, Direction direction, Progress progress)
            throws PromptException {
        int length = ground.pair().length();
        Tensor change = ground.pair().attribution(direction).run(table, progress);
        return change.reshape(table.sites().size() / length, length);
    }

    private static List<LensRow> rows(Ground ground) {
        return LensRow.of(ground.pair().model().config().nLayers(), false);
    }

    List<String> rowLabels() {
        return rows(ground).stream().map(LensRow::label).toList();
    }

    Site site(Cell cell) {
        return Site.of(rows(ground).get(cell.row()).hook()).at(Positions.of(cell.column()));
    }

    /** The metric that a patch of a cell is estimated to lead to. */
    double estimate(Cell cell, Direction direction) {
        Tensor change = direction == Direction.NOISING ? noising : denoising;
        return ground.base(direction).metric().value() + change.get(cell.row(), cell.column());
    }

    /** What a patch of a cell can reach: the cell, and later positions in later layers. */
    Set<Cell> cone(Cell cell) {
        var cone = new HashSet<Cell>();
        cone.add(cell);
        for (int row = cell.row() + 1; row < clean.size(0); row++) {
            for (int column = cell.column(); column < clean.size(1); column++) cone.add(new Cell(row, column));
        }
        return cone;
    }

    /** The largest amount in both runs, for one scale. */
    double reach() {
        double reach = 0;
        for (Tensor lens : List.of(clean, corrupted)) {
            for (int i = 0; i < lens.size(); i++) {
                if (Float.isFinite(lens.flat(i))) reach = Math.max(reach, Math.abs(lens.flat(i)));
            }
        }
        return reach;
    }
}
