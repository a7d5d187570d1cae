package org.headscope.app.history;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Step;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** A step: its number, what was done, and the metric. */
final class StepCell extends ListCell<Step> {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass AHEAD = PseudoClass.getPseudoClass("ahead");

    private final HistoryModel model;
    private final Label words = new Label();
    private final Label number = new Label();
    private final HBox row = new HBox(8, words, number);
    private final Tooltip tooltip = new Tooltip();

    StepCell(HistoryModel model) {
        this.model = model;
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
            words.setText(Text.of("history.step", String.valueOf(getIndex() + 1), step.words()));
            number.setText(
                    step.metric() == null ? "" : MetricText.value(step.metric().value()));
            String said = step.metric() == null
                    ? words.getText()
                    : Text.of(
                            "history.tip",
                            words.getText(),
                            MetricText.name(step.metric().kind()),
                            number.getText());
            tooltip.setText(said + "\n" + step.experiment().prompt());
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
    }
}
