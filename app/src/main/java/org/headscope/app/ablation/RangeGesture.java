package org.headscope.app.ablation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.CellAction;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.engine.hook.Site;

/** Choosing parts on the map: a click, a click with Shift from the one before, a drag over several. */
final class RangeGesture {
    private final HeatMap map;
    private final AblationModel model;
    private final Consumer<List<Site>> onChosen;
    private Cell anchor;
    private Cell start;
    private Cell end;

    RangeGesture(HeatMap map, AblationModel model, Consumer<List<Site>> onChosen) {
        this.map = map;
        this.model = model;
        this.onChosen = onChosen;
        map.setOnAction(this::clicked);
        map.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        map.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        map.addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
        model.grid.subscribe(() -> anchor = null);
    }

    private void clicked(CellAction action) {
        Cell from = action.shift() && anchor != null ? anchor : action.cell();
        anchor = action.cell();
        onChosen.accept(model.grid.get().between(from, action.cell()));
    }

    private void pressed(MouseEvent event) {
        boolean choosing = event.getButton() == MouseButton.PRIMARY && map.getZoom() <= 1;
        start = choosing ? map.cellAt(event.getX(), event.getY()) : null;
        end = null;
    }

    private void dragged(MouseEvent event) {
        if (start == null || event.isStillSincePress()) return;
        Cell over = map.cellAt(event.getX(), event.getY());
        if (over != null) end = over;
        if (end != null) map.setCrossedOut(preview(model.grid.get().between(start, end)));
    }

    private void released(MouseEvent event) {
        if (start == null || end == null || event.isStillSincePress()) return;
        map.setCrossedOut(model.off.get());
        anchor = end;
        List<Site> parts = model.grid.get().between(start, end);
        start = null;
        onChosen.accept(parts);
    }

    /** The cells that would be hatched if the drag ended here. */
    private Set<Cell> preview(List<Site> parts) {
        var cells = new HashSet<>(model.off.get());
        List<Cell> chosen = parts.stream().map(model.grid.get()::cell).toList();
        if (cells.containsAll(chosen)) {
            chosen.forEach(cells::remove);
        } else {
            cells.addAll(chosen);
        }
        return cells;
    }
}
