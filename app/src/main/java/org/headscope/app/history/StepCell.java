package org.headscope.app.history;

import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Step;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;
import org.kordamp.ikonli.feather.Feather;

/** A step: the number of its run, what was done, the metric, and a pin that shows when it is pinned or under the pointer. */
final class StepCell extends ListCell<Step> {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass AHEAD = PseudoClass.getPseudoClass("ahead");
    private static final PseudoClass PINNED = PseudoClass.getPseudoClass("pinned");

    private final HistoryModel model;
    private final Label words = new Label();
    private final Label number = new Label();
    private final Button pin;
    private final HBox row;
    private final Tooltip tooltip = new Tooltip();

    StepCell(HistoryModel model, Consumer<Experiment> onPin) {
        this.model = model;
        pin = Icons.button(
                Feather.MAP_PIN,
                Text.of("history.pin"),
                () -> onPin.accept(getItem().experiment()));
        pin.setFocusTraversable(false);
        pin.managedProperty().bind(pin.visibleProperty());
        row = new HBox(8, words, pin, number);
        getStyleClass().add("history-step");
        row.setAlignment(Pos.CENTER_LEFT);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setMinWidth(0);
        number.setMinWidth(USE_PREF_SIZE);
        number.getStyleClass().add(Styles.MONO);
        HBox.setHgrow(words, Priority.ALWAYS);
        setPrefWidth(0);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        model.current.subscribe(this::mark);
        model.pinned.subscribe(this::mark);
        hoverProperty().subscribe(this::mark);
    }

    @Override
    protected void updateItem(Step step, boolean empty) {
        super.updateItem(step, empty);
        setText(null);
        if (empty || step == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
        } else {
            String run = step.run() == 0 ? Text.of("history.noRun") : String.valueOf(step.run());
            words.setText(Text.of("history.step", run, step.words()));
            number.setText(
                    step.metric() == null ? "" : MetricText.value(step.metric().value()));
            String said = step.metric() == null
                    ? words.getText()
                    : Text.of(
                            "history.tip",
                            words.getText(),
                            MetricText.name(step.metric().kind()),
                            number.getText());
            boolean pinned = step.experiment().equals(model.pinned.get());
            tooltip.setText(
                    said + "\n" + step.experiment().prompt() + (pinned ? "\n" + Text.of("history.pinned") : ""));
            setTooltip(tooltip);
            setAccessibleText(said);
            setGraphic(row);
        }
        mark();
    }

    private void mark() {
        boolean there = !isEmpty();
        pseudoClassStateChanged(CURRENT, there && getIndex() == model.current.get());
        pseudoClassStateChanged(AHEAD, there && getIndex() > model.current.get());
        boolean pinned = there && getItem().experiment().equals(model.pinned.get());
        pseudoClassStateChanged(PINNED, pinned);
        pin.setVisible(pinned || there && isHover());
        pin.getTooltip().setText(Text.of(pinned ? "history.unpin" : "history.pin"));
    }
}
