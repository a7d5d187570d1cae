package org.headscope.app.repair;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Site;

/** The nodes of the pane of self-repair. */
final class RepairView {
    private final RepairModel model;
    private final SignedBars bars = new SignedBars();
    private final PaneCard card = new PaneCard(Text.of("repair.title"), Text.of("repair.lookFor"));

    /** @param onChosen told of the part whose bar was clicked */
    RepairView(RepairModel model, Consumer<Site> onChosen) {
        this.model = model;
        bars.setId("repair-bars");
        bars.formatProperty().set(MetricText::change);
        bars.onActionProperty().set(row -> {
            Site site = model.rows.get().get(row).site();
            if (site != null) onChosen.accept(site);
        });
        model.rows.subscribe(rows -> bars.rowsProperty()
                .set(rows.stream()
                        .map(row -> new SignedBar(row.label(), row.change()))
                        .toList()));
        model.rows.subscribe(this::choose);
        model.chosen.subscribe(this::choose);
        var scroll = new ScrollPane(bars);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinSize(0, 0);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var unit = new Label(Text.of("repair.unit"));
        unit.getStyleClass().add(Styles.SMALL);
        unit.setWrapText(true);
        unit.setMinHeight(Region.USE_PREF_SIZE);
        var content = new VBox(6, sentences(), scroll, unit);
        content.setMinHeight(0);
        card.setContent(content);
        card.emptyProperty().bind(model.reason);
    }

    PaneCard card() {
        return card;
    }

    private VBox sentences() {
        var box = new VBox(2);
        box.setId("repair-sentences");
        box.setMinHeight(Region.USE_PREF_SIZE);
        model.sentences.subscribe(sentences -> box.getChildren()
                .setAll(sentences.stream().map(RepairView::sentence).toList()));
        return box;
    }

    private static Label sentence(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void choose() {
        List<RepairRow> rows = model.rows.get();
        int chosen = -1;
        for (int i = 0; i < rows.size() && chosen < 0 && model.chosen.get() != null; i++) {
            if (Objects.equals(rows.get(i).site(), model.chosen.get())) chosen = i;
        }
        bars.selectedProperty().set(chosen);
    }
}
