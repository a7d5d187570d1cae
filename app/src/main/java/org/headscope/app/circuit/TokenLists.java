package org.headscope.app.circuit;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.SignedBar;
import org.headscope.app.chart.SignedBars;
import org.headscope.app.theme.Styles;

/** For each held token the tokens at both ends, beside each other, and below where chosen tokens stand. */
final class TokenLists extends ScrollPane {
    private static final double GAP = 16;

    TokenLists(Sheet.Lists lists) {
        setId("circuit-lists");
        var column = new VBox(10);
        for (Sheet.Pair pair : lists.pairs()) column.getChildren().add(pair(pair));
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinSize(0, 0);
    }

    private static Node pair(Sheet.Pair pair) {
        var row = new HBox(GAP, list(pair.title(), pair.most()), list(pair.opposite(), pair.least()));
        var box = new VBox(3, row);
        for (String mark : pair.marks()) {
            var label = new Label(mark);
            label.getStyleClass().addAll(Styles.SMALL, "circuit-mark");
            label.setWrapText(true);
            box.getChildren().add(label);
        }
        return box;
    }

    private static Node list(String title, List<SignedBar> tokens) {
        var heading = new Label(title);
        heading.getStyleClass().add(Styles.STRONG);
        heading.setWrapText(true);
        var bars = new SignedBars();
        bars.formatProperty().set(Rows::number);
        bars.rowsProperty().set(tokens);
        var box = new VBox(2, heading, bars);
        box.setMinWidth(0);
        box.setPrefWidth(100);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }
}
