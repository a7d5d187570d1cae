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
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;
import org.kordamp.ikonli.feather.Feather;

/** The corrupted prompt, folded away until it is wanted or something is wrong with it. */
final class CorruptedRows extends VBox {
    private final PromptModel model;
    private final PromptArea area;

    CorruptedRows(Session session, PromptModel model, Consumer<UnaryOperator<Experiment>> onFix) {
        this.model = model;
        setSpacing(5);
        setMinHeight(Region.USE_PREF_SIZE);
        area = area(session);
        var body = new VBox(5, area, refusal(), problem(), guard(onFix), new TokenPairs(model.corruptedProperty()));
        body.setMinHeight(Region.USE_PREF_SIZE);
        Seen.when(body, model.corruptedOpenProperty());
        getChildren().addAll(head(), body);
        model.corruptedProperty().subscribe((_, now) -> {
            boolean trouble = !now.problem().isEmpty()
                    || now.alignment() != null && !now.guard().isNone();
            if (trouble) model.corruptedOpenProperty().set(true);
        });
    }

    void focusEditor() {
        area.requestFocus();
        area.end();
    }

    private HBox head() {
        var fold = new Button(Text.of("prompt.corrupted"));
        fold.setId("corrupted-fold");
        fold.getStyleClass().add("fold");
        fold.setMinWidth(Region.USE_PREF_SIZE);
        fold.setOnAction(_ -> {
            model.corruptedOpenProperty().set(!model.corruptedOpenProperty().get());
            if (model.corruptedOpenProperty().get()) area.requestFocus();
        });
        model.corruptedOpenProperty()
                .subscribe(open -> fold.setGraphic(Icons.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT)));
        var count = new Label();
        count.setId("corrupted-count");
        count.getStyleClass().add(Styles.SMALL);
        count.setAlignment(Pos.CENTER_RIGHT);
        count.setMaxWidth(Double.MAX_VALUE);
        count.textProperty().bind(model.corruptedProperty().map(Corrupted::summary));
        HBox.setHgrow(count, Priority.ALWAYS);
        var head = new HBox(6, fold, count);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(Region.USE_PREF_SIZE);
        return head;
    }

    private PromptArea area(Session session) {
        var field = new PromptArea(
                text -> session.type(Text.of("prompt.step.corrupted"), e -> e.withCorrupted(text)),
                model.corruptedRefusalProperty()::set);
        field.setId("corrupted-text");
        field.setPrefRowCount(2);
        field.setMinHeight(48);
        field.setPromptText(Text.of("prompt.corrupted.placeholder"));
        field.setAccessibleText(Text.of("prompt.corrupted"));
        session.experimentProperty().subscribe(now -> field.show(now.corrupted()));
        return field;
    }

    private Label refusal() {
        return sentence("corrupted-refusal", Styles.WARNING, model.corruptedRefusalProperty());
    }

    private Label problem() {
        return sentence(
                "corrupted-problem", Styles.ERROR, model.corruptedProperty().map(Corrupted::problem));
    }

    private static Label sentence(String id, String style, ObservableValue<String> words) {
        var line = new Label();
        line.setId(id);
        line.getStyleClass().addAll(style, "guard");
        line.setWrapText(true);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty().bind(words);
        Seen.when(line, words.map(text -> !text.isEmpty()));
        return line;
    }

    private GuardLine guard(Consumer<UnaryOperator<Experiment>> onFix) {
        var line = new GuardLine(model.corruptedProperty().map(Corrupted::guard), onFix);
        line.setId("corrupted-guard");
        return line;
    }
}
