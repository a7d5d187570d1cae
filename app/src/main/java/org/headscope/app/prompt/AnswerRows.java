package org.headscope.app.prompt;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.token.IdTokenizer;

/** The answer and the wrong answer, with a warning below each. */
final class AnswerRows extends VBox {
    private final Session session;
    private boolean showing;

    AnswerRows(Session session, PromptModel model, Consumer<UnaryOperator<Experiment>> onFix) {
        this.session = session;
        setSpacing(5);
        setMinHeight(Region.USE_PREF_SIZE);
        getChildren()
                .addAll(
                        row("answer", Experiment::answer, (e, text) -> e.withAnswers(text, e.wrong())),
                        guard("answer", model.guardsProperty().map(Guards::answer), onFix),
                        row("wrong", Experiment::wrong, (e, text) -> e.withAnswers(e.answer(), text)),
                        guard("wrong", model.guardsProperty().map(Guards::wrong), onFix));
    }

    private HBox row(
            String name, Function<Experiment, String> value, BiFunction<Experiment, String, Experiment> change) {
        var field = new AnswerField();
        field.setId("prompt-" + name);
        field.getStyleClass().add(Styles.MONO);
        field.promptTextProperty()
                .bind(session.laboratoryProperty()
                        .map(open -> open.model().tokenizer() instanceof IdTokenizer)
                        .orElse(false)
                        .map(ids -> Text.of(ids ? "prompt.answer.id" : "prompt." + name + ".placeholder")));
        field.setAccessibleText(Text.of("prompt." + name));
        HBox.setHgrow(field, Priority.ALWAYS);
        session.experimentProperty().subscribe(now -> {
            showing = true;
            field.show(value.apply(now));
            showing = false;
        });
        field.textProperty().subscribe((_, _) -> {
            if (showing) return;
            String text = field.value();
            session.type(Text.of("prompt.step." + name), e -> change.apply(e, text));
        });
        var label = new Label(Text.of("prompt." + name));
        label.getStyleClass().add(Styles.MUTED);
        label.setMinWidth(52);
        label.setLabelFor(field);
        var row = new HBox(6, label, field);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private static GuardLine guard(
            String name, ObservableValue<Guard> guard, Consumer<UnaryOperator<Experiment>> onFix) {
        var line = new GuardLine(guard, onFix);
        line.setId(name + "-guard");
        return line;
    }
}
