package org.headscope.app.patching;

import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.tensor.Tensor;

/** Three grids of the metric as the lens reads it: the clean run, the corrupted one, and what a patch by hand makes of one. */
final class DragView extends StackPane {
    private static final double LEGEND = 430;

    private final PatchingModel model;
    private final HeatMap clean = grid("patching-clean-grid");
    private final HeatMap corrupted = grid("patching-corrupted-grid");
    private final HeatMap result = grid("patching-result-grid");
    private final ColourLegend legend = new ColourLegend();
    private final Label told = new Label();

    DragView(PatchingModel model, PatchingView.Actions actions) {
        this.model = model;
        setMinSize(0, 0);
        var ghost = new Label();
        ghost.getStyleClass().add("patch-ghost");
        ghost.setVisible(false);
        var over = new Pane(ghost);
        over.setMouseTransparent(true);
        legend.follow(clean);
        legend.setMaxWidth(LEGEND);
        told.setId("patching-told");
        told.setWrapText(true);
        told.setMinHeight(Region.USE_PREF_SIZE);
        var grids = new HBox(
                12,
                titled(
                        clean,
                        model.ground.map(ground ->
                                title("patching.clean", ground.clean().metric().value()))),
                titled(
                        corrupted,
                        model.ground.map(ground -> title(
                                "patching.corrupted",
                                ground.corrupted().metric().value()))),
                titled(result, model.patched.map(DragView::resultTitle).orElse(Text.of("patching.drag.result"))));
        VBox.setVgrow(grids, Priority.ALWAYS);
        var all = new VBox(6, grids, new HBox(10, told, add(actions)), legend);
        all.setMinSize(0, 0);
        getChildren().addAll(all, over);
        var gesture = new DragGesture(model, actions, this, ghost);
        gesture.from(clean, corrupted, Direction.DENOISING);
        gesture.from(corrupted, clean, Direction.NOISING);
        model.lenses.subscribe(this::show);
        model.patched.subscribe(this::show);
    }

    private Button add(PatchingView.Actions actions) {
        var button = new Button(Text.of("patching.add"));
        button.setId("patching-add-result");
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(Text.of("patching.add.tip")));
        button.setOnAction(_ -> actions.add(model.patched.get().question().site()));
        model.patched.subscribe(patched -> {
            button.setVisible(patched != null);
            button.setManaged(patched != null);
        });
        return button;
    }

    private static HeatMap grid(String id) {
        var map = new HeatMap();
        map.setId(id);
        map.setPalette(Palette.RED_WHITE_BLUE);
        map.setUpward(true);
        map.setCellGap(1);
        map.setMinSize(0, 0);
        map.setPrefSize(100, 100);
        map.setLargestCell(200);
        return map;
    }

    private static String title(String key, double value) {
        return Text.of("patching.drag.title", Text.of(key), MetricText.value(value));
    }

    private static String resultTitle(Patched patched) {
        return Text.of(
                "patching.drag.title",
                Text.of("patching.patched"),
                PatchWords.change(patched.before(), patched.after()));
    }

    private static VBox titled(HeatMap map, ObservableValue<String> words) {
        var title = new Label();
        title.setId(map.getId() + "-title");
        title.getStyleClass().add(Styles.SMALL);
        title.textProperty().bind(words);
        var box = new VBox(3, title, map);
        box.setAlignment(Pos.TOP_CENTER);
        box.setMinSize(0, 0);
        VBox.setVgrow(map, Priority.ALWAYS);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private void show() {
        LensSheets lenses = model.lenses.get();
        Patched patched = model.patched.get();
        if (lenses == null) {
            for (HeatMap map : new HeatMap[] {clean, corrupted, result}) map.setMatrix(Matrix.empty());
            told.setText("");
            return;
        }
        String kind = MetricText.name(lenses.ground().kind());
        legend.lowWordsProperty().set(Text.of("patching.lens.low", kind));
        legend.highWordsProperty().set(Text.of("patching.lens.high", kind));
        fill(clean, lenses, lenses.clean(), Direction.NOISING);
        fill(corrupted, lenses, lenses.corrupted(), Direction.DENOISING);
        if (patched == null) {
            result.setMatrix(Matrix.empty());
            result.setCrossedOut(Set.of());
            told.setText(Text.of("patching.drag.hint"));
        } else {
            fill(result, lenses, patched.lens(), patched.question().direction());
            result.setCrossedOut(Set.of(patched.question().cell()));
            told.setText(PatchWords.patched(patched));
        }
    }

    private void fill(HeatMap map, LensSheets lenses, Tensor lens, Direction base) {
        var tokens = base == Direction.NOISING
                ? lenses.ground().pair().clean()
                : lenses.ground().pair().corrupted();
        map.setRowLabels(lenses.rowLabels());
        map.setKeptColumns(lenses.ground().pair().differences());
        map.setColumnLabels(TokenText.labels(tokens));
        double reach = lenses.reach();
        map.setRange(Range.fixed(reach > 0 ? reach : 1));
        map.setDescription(cell -> describe(lenses, lens, cell, base));
        map.setMatrix(Matrix.of(lens));
    }

    private static String describe(LensSheets lenses, Tensor lens, Cell cell, Direction base) {
        String site = PatchWords.site(
                lenses.site(cell),
                base == Direction.NOISING
                        ? lenses.ground().pair().clean()
                        : lenses.ground().pair().corrupted());
        float value = lens.get(cell.row(), cell.column());
        if (Float.isNaN(value)) return site + "\n" + Text.of("patching.lens.none");
        return site
                + "\n"
                + Text.of("patching.lens.value", MetricText.name(lenses.ground().kind()), MetricText.value(value));
    }
}
