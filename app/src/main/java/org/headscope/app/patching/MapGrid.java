package org.headscope.app.patching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.Tokens;

/**
 * Which site of a table lies in which cell of its map.
 *
 * @param heads heads of a layer, where rows or columns are heads; else 0
 */
record MapGrid(PatchMap map, PatchTable table, int rows, int columns, int heads, Tokens tokens) {
    static MapGrid of(PromptPair pair, PatchMap map) {
        PatchTable table = map.table(pair.model(), pair.length());
        List<Integer> shape = table.shape();
        int layers = shape.getFirst();
        return switch (map.kind()) {
            case POSITIONS -> new MapGrid(map, table, layers, shape.get(1), 0, pair.clean());
            case HEADS -> new MapGrid(map, table, layers, shape.get(1), shape.get(1), pair.clean());
            case HEADS_AT -> new MapGrid(map, table, layers * shape.get(2), shape.get(1), shape.get(2), pair.clean());
            case DESTINATIONS ->
                new MapGrid(map, table, layers * shape.get(1), shape.get(2), shape.get(1), pair.clean());
        };
    }

    /** Where the site of a cell stands in the table. */
    int index(Cell cell) {
        if (map.kind() != PatchMap.Kind.HEADS_AT) return cell.row() * columns + cell.column();
        int layer = cell.row() / heads;
        return (layer * columns + cell.column()) * heads + cell.row() % heads;
    }

    Site site(Cell cell) {
        return table.sites().get(index(cell));
    }

    int size() {
        return rows * columns;
    }

    List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) cells.add(new Cell(row, column));
        }
        return cells;
    }

    boolean columnsAreHeads() {
        return map.kind() == PatchMap.Kind.HEADS;
    }

    private boolean rowsAreHeads() {
        return map.kind() == PatchMap.Kind.HEADS_AT || map.kind() == PatchMap.Kind.DESTINATIONS;
    }

    List<String> rowLabels() {
        return IntStream.range(0, rows)
                .mapToObj(row -> rowsAreHeads()
                        ? row / heads + "." + row % heads
                        : Text.of("patching.layer", String.valueOf(row)))
                .toList();
    }

    List<String> columnLabels() {
        if (columnsAreHeads()) {
            return IntStream.range(0, columns).mapToObj(String::valueOf).toList();
        }
        return TokenText.labels(tokens);
    }
}
