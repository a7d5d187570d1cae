package org.headscope.app.history;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.session.Step;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;

/** The nodes of the history. */
final class HistoryView {
    private static final double ROW = 28;
    private static final int MOST_ROWS = 12;

    private final ObservableList<Step> steps;
    private final HistoryModel model;
    private final ListView<Step> list;
    private final VBox region;

    HistoryView(ObservableList<Step> steps, HistoryModel model, IntConsumer goTo, Consumer<Experiment> onPin) {
        this.steps = steps;
        this.model = model;
        this.list = new ListView<>(steps);
        list.setId("history-list");
        list.getStyleClass().add("history");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> cell(goTo, onPin));
        list.setOnKeyPressed(event -> {
            int chosen = list.getSelectionModel().getSelectedIndex();
            if (chosen >= 0 && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
                goTo.accept(chosen);
                event.consume();
            } else if (chosen >= 0 && event.getCode() == KeyCode.P && !event.isShortcutDown()) {
                onPin.accept(steps.get(chosen).experiment());
                event.consume();
            }
        });
        list.setMinHeight(2 * ROW);
        list.setAccessibleText(Text.of("history.title"));
        VBox.setVgrow(list, Priority.ALWAYS);
        var title = new Label(Text.of("history.title"));
        title.getStyleClass().add(Styles.SECTION);
        region = new VBox(2, title, list);
        region.setId("history");
        String sheet = Objects.requireNonNull(HistoryView.class.getResource("history.css"))
                .toExternalForm();
        region.getStylesheets().add(sheet);
        steps.addListener((ListChangeListener<Step>) _ -> fit());
        model.current.subscribe(this::fit);
        fit();
    }

    Region region() {
        return region;
    }

    private ListCell<Step> cell(IntConsumer goTo, Consumer<Experiment> onPin) {
        var cell = new StepCell(model, onPin);
        cell.setOnMouseClicked(click -> {
            if (!cell.isEmpty() && click.getButton() == MouseButton.PRIMARY) goTo.accept(cell.getIndex());
        });
        return cell;
    }

    /** As high as its rows, up to a limit, with the current one in sight. */
    private void fit() {
        list.setPrefHeight(Math.min(MOST_ROWS, steps.size()) * ROW + 2);
        // Only after the layout is the list as high as it will be.
        Background.later(this::reveal);
    }

    /** Scrolls no further than it needs. */
    private void reveal() {
        list.layout();
        if (model.current.get() >= 0 && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)
            flow.scrollTo(model.current.get());
    }
}
