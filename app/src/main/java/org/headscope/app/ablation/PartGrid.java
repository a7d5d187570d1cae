package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/**
 * Which part lies in which cell of the map: a row for each layer, a column for each head, then attention and, where the
 * model has them, MLP.
 */
record PartGrid(int nLayers, int nHeads, boolean mlps) {
    static final PartGrid NONE = new PartGrid(0, 0, true);

    int columns() {
        return nLayers == 0 ? 0 : nHeads + (mlps ? 2 : 1);
    }

    Site part(Cell cell) {
        if (cell.column() < nHeads) return Site.head(cell.row(), cell.column());
        return cell.column() == nHeads ? Site.attention(cell.row()) : Site.mlp(cell.row());
    }

    Cell cell(Site part) {
        int column = switch (part.part()) {
            case HEAD -> part.head();
            case ATTENTION -> nHeads;
            case MLP -> nHeads + 1;
        };
        return new Cell(part.layer(), column);
    }

    boolean has(Site part) {
        return part.isPart() && part.layer() < nLayers && part.head() < nHeads && (part.part() != Part.MLP || mlps);
    }

    /** The heads and the MLP of a layer; its attention layer is the sum of the heads. */
    List<Site> layer(int layer) {
        var parts = new ArrayList<Site>();
        for (int head = 0; head < nHeads; head++) parts.add(Site.head(layer, head));
        if (mlps) parts.add(Site.mlp(layer));
        return parts;
    }

    /** All parts in the rectangle between two cells. */
    List<Site> between(Cell a, Cell b) {
        var parts = new ArrayList<Site>();
        for (int row = Math.min(a.row(), b.row()); row <= Math.max(a.row(), b.row()); row++) {
            for (int column = Math.min(a.column(), b.column()); column <= Math.max(a.column(), b.column()); column++) {
                parts.add(part(new Cell(row, column)));
            }
        }
        return parts;
    }

    List<String> rowLabels() {
        return IntStream.range(0, nLayers)
                .mapToObj(layer -> Text.of("ablation.layer", layer))
                .toList();
    }

    List<String> columnLabels() {
        var labels = new ArrayList<String>();
        for (int head = 0; head < nHeads; head++) labels.add(String.valueOf(head));
        labels.add(Text.of("ablation.attention"));
        if (mlps) labels.add(Text.of("ablation.mlp"));
        return nLayers == 0 ? List.of() : labels;
    }
}
