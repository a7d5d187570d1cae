package org.headscope.app.example;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.session.MetricText;
import org.headscope.app.theme.Styles;

/** A token of the list: its effect, what stands before it, and the token. */
final class ExampleCell extends ListCell<ExampleRow> {
    static final double HEIGHT = 24;
    private static final double NUMBER = 52;

    private final Label effect = new Label();
    private final Label before = new Label();
    private final Label token = new Label();
    private final HBox line = new HBox(6, effect, before, token);

    ExampleCell() {
        effect.setMinWidth(NUMBER);
        effect.setPrefWidth(NUMBER);
        effect.setAlignment(Pos.CENTER_RIGHT);
        before.getStyleClass().addAll(Styles.MONO, Styles.MUTED);
        before.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        before.setAlignment(Pos.CENTER_RIGHT);
        before.setMaxWidth(Double.MAX_VALUE);
        before.setMinWidth(0);
        HBox.setHgrow(before, Priority.ALWAYS);
        token.getStyleClass().addAll(Styles.MONO, Styles.STRONG);
        token.setMinWidth(90);
        token.setPrefWidth(90);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMaxWidth(Region.USE_PREF_SIZE);
        // As wide as the list, so that long lines are cut rather than scrolled.
        setPrefWidth(0);
        line.maxWidthProperty().bind(widthProperty().subtract(16));
        line.prefWidthProperty().bind(widthProperty().subtract(16));
    }

    @Override
    protected void updateItem(ExampleRow row, boolean empty) {
        super.updateItem(row, empty);
        setGraphic(empty ? null : line);
        if (empty) return;
        effect.setText(MetricText.change(row.effect()));
        before.setText(row.before());
        token.setText(row.token());
        setAccessibleText(effect.getText() + " " + row.before() + row.token());
    }
}
