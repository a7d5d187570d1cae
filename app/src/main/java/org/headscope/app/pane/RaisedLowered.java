package org.headscope.app.pane;

import java.util.List;
import java.util.function.Function;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.headscope.app.session.MetricText;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.TokenScore;

/** Tokens whose logits are raised at the left, those that are lowered at the right, each with how much. */
public final class RaisedLowered extends GridPane {
    /** Height of a line. */
    public static final double ROW = 18;

    public RaisedLowered() {
        super(8, 0);
        var word = new ColumnConstraints();
        word.setHgrow(Priority.ALWAYS);
        word.setMinWidth(0);
        var number = new ColumnConstraints();
        number.setHalignment(HPos.RIGHT);
        number.setMinWidth(USE_PREF_SIZE);
        getColumnConstraints().setAll(word, number, word, number);
        setMinSize(0, 0);
    }

    /** @param rows how many of each there is room for */
    public void show(List<TokenScore> raised, List<TokenScore> lowered, Function<TokenScore, String> label, int rows) {
        getChildren().clear();
        for (int i = 0; i < Math.min(rows, raised.size()); i++) add(0, i, raised.get(i), label);
        for (int i = 0; i < Math.min(rows, lowered.size()); i++) add(2, i, lowered.get(i), label);
    }

    private void add(int column, int row, TokenScore score, Function<TokenScore, String> label) {
        var word = line(label.apply(score));
        var number = line(MetricText.change(score.score()));
        number.getStyleClass().add(Styles.MUTED);
        add(word, column, row);
        add(number, column + 1, row);
    }

    private static Label line(String words) {
        var label = new Label(words);
        label.getStyleClass().add(Styles.MONO);
        label.setMinHeight(ROW);
        label.setPrefHeight(ROW);
        label.setMaxHeight(ROW);
        return label;
    }
}
