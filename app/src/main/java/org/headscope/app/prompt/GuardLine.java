package org.headscope.app.prompt;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;

/** A warning beside a field, with a button where the program can put it right. */
final class GuardLine extends HBox {
    GuardLine(ObservableValue<Guard> guard, Consumer<UnaryOperator<Experiment>> onFix) {
        setSpacing(6);
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(Region.USE_PREF_SIZE);
        var words = new Label();
        words.getStyleClass().addAll(Styles.SMALL, "guard");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.textProperty().bind(guard.map(Guard::words));
        HBox.setHgrow(words, Priority.ALWAYS);
        var fix = new Button();
        fix.textProperty().bind(guard.map(Guard::action));
        fix.getStyleClass().add(Styles.PILL);
        fix.setMinWidth(Region.USE_PREF_SIZE);
        fix.setOnAction(_ -> onFix.accept(guard.getValue().fix()));
        Seen.when(fix, guard.map(now -> now.fix() != null));
        getChildren().addAll(words, fix);
        Seen.when(this, guard.map(now -> !now.isNone()));
    }
}
