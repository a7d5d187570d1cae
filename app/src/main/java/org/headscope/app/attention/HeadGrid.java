package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Thumbnails;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.hook.Site;

/** All heads as small pictures, layers from below: a click chooses one, Shift adds it, a double click switches it off. */
final class HeadGrid {
    private static final Color ADDED = Color.web("#ff9f40");

    private final AttentionModel model;
    private final HeatMap map = new HeatMap();
    private final Consumer<Site> ablate;

    /**
     * @param choose told of a head that is clicked, though it may be the one that is shown
     */
    HeadGrid(AttentionModel model, Consumer<Site> choose, Consumer<Site> ablate) {
        this.model = model;
        this.ablate = ablate;
        map.setId("attention-grid");
        map.setUpward(true);
        map.setSquare(true);
        map.setCellGap(4);
        map.setLargestCell(96);
        map.setMinSize(80, 40);
        map.setDescription(this::describe);
        map.addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        map.setOnAction(action -> {
            if (action.shift()) model.toggleAdded(site(action.cell()));
            else choose.accept(site(action.cell()));
        });
        map.selectedCellProperty().subscribe(cell -> {
            if (cell != null) model.head.set(site(cell));
        });
        for (ObservableValue<?> cause : List.of(
                model.grid,
                model.log,
                model.promptRoles,
                model.repeatedRoles,
                model.source,
                model.filter,
                model.count,
                model.added,
                model.ablated)) {
            cause.subscribe(_ -> show());
        }
        model.head.subscribe(_ -> select());
        model.ablated.subscribe(sites -> map.setCrossedOut(cells(sites)));
    }

    HeatMap node() {
        return map;
    }

    private static Site site(Cell cell) {
        return Site.head(cell.row(), cell.column());
    }

    private static Set<Cell> cells(Set<Site> sites) {
        return sites.stream().map(site -> new Cell(site.layer(), site.head())).collect(Collectors.toSet());
    }

    /** What the grid itself does not know: adding with Shift and switching off with a double click. */
    private void clicked(MouseEvent event) {
        Cell cell = map.getHoveredCell();
        if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress() || cell == null) return;
        if (event.isShiftDown()) {
            model.toggleAdded(site(cell));
            event.consume();
        } else if (event.getClickCount() == 2) {
            ablate.accept(site(cell));
            event.consume();
        }
    }

    private void select() {
        Site head = model.head.get();
        var cell = new Cell(head.layer(), head.head());
        if (map.contains(cell)) map.setSelectedCell(cell);
    }

    private void show() {
        GridPicture grid = model.grid.get();
        if (grid == null) {
            map.setThumbnails(null);
            return;
        }
        int layers = grid.question().layers();
        int heads = grid.question().heads();
        HeadRoles roles = model.letterRoles();
        var letters = new ArrayList<String>();
        var frames = new ArrayList<Color>();
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) {
                Optional<Role> role = roles == null ? Optional.empty() : Role.of(roles.of(layer, head));
                letters.add(role.map(Role::letter).orElse(""));
                frames.add(
                        model.added.get().contains(Site.head(layer, head))
                                ? ADDED
                                : role.map(Role::colour).orElse(null));
            }
        }
        map.setRowLabels(
                IntStream.range(0, layers).mapToObj(layer -> "L" + layer).toList());
        map.setColumnLabels(
                IntStream.range(0, heads).mapToObj(Integer::toString).toList());
        map.setThumbnails(new Thumbnails(
                layers,
                heads,
                grid.pictures(),
                letters,
                frames,
                faded(roles, layers, heads),
                grid.colouring(model.log.get())));
        select();
    }

    private Set<Cell> faded(HeadRoles roles, int layers, int heads) {
        Set<Cell> faded = new HashSet<>(cells(model.ablated.get()));
        if (model.filter.get() != null && roles != null) {
            faded.addAll(others(roles, layers, heads, model.filter.get(), model.count.get()));
        }
        return faded;
    }

    /** All heads but those that score highest in a role. */
    static Set<Cell> others(HeadRoles roles, int layers, int heads, Role role, int count) {
        var cells = new ArrayList<Cell>();
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) cells.add(new Cell(layer, head));
        }
        cells.sort(Comparator.<Cell>comparingDouble(cell -> role.score(roles.of(cell.row(), cell.column())))
                .reversed());
        return new HashSet<>(cells.subList(Math.min(count, cells.size()), cells.size()));
    }

    private String describe(Cell cell) {
        var lines = new StringBuilder(Text.of("attention.tip.head", site(cell).label()));
        if (model.ablated.get().contains(site(cell))) lines.append(Text.of("attention.tip.ablated"));
        lines.append(String.format(
                Locale.ROOT, "\n%-16s %6s %6s", "", Text.of("attention.tip.random"), Text.of("attention.tip.prompt")));
        for (Role role : Role.values()) {
            lines.append(String.format(
                    Locale.ROOT,
                    "\n%s %-14s %6s %6s",
                    role.letter(),
                    role.words(),
                    score(role, model.repeatedRoles.get(), cell),
                    score(role, model.promptRoles.get(), cell)));
        }
        return lines.toString();
    }

    private static String score(Role role, HeadRoles roles, Cell cell) {
        if (roles == null) return "…";
        RoleScores scores = roles.of(cell.row(), cell.column());
        return String.format(Locale.ROOT, "%.2f", role.score(scores));
    }
}
