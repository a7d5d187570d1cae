package org.headscope.app.inspector;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** Asks for a direction to steer along, and how far. Enter adds it, Esc closes the form. */
final class SteerForm extends VBox {
    /** Takes what was typed. */
    interface Taker {
        /** @return what is wrong with it, in a sentence; nothing if it was taken */
        Optional<String> take(Steering steering);
    }

    private static final double AMOUNT = 52;

    private final Taker taker;
    private final ChoiceBox<Steering.Kind> kind = new ChoiceBox<>();
    private final TextField to = field("inspector-steer-to");
    private final TextField from = field("inspector-steer-from");
    private final TextField amount = field("inspector-steer-amount");
    private final Label complaint = new Label();
    private final Label where = new Label();

    SteerForm(Taker taker) {
        super(5);
        this.taker = taker;
        setId("inspector-steer");
        getStyleClass().add(Styles.CARD);
        setUpKind();
        amount.setText("1");
        amount.setMaxWidth(AMOUNT);
        amount.setAccessibleText(Text.of("inspector.steer.amount"));
        from.setAccessibleText(Text.of("inspector.steer.from"));
        from.setPromptText(Text.of("inspector.steer.from"));
        for (Label words : new Label[] {where, complaint}) {
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
        }
        where.getStyleClass().add(Styles.SMALL);
        complaint.getStyleClass().add(Styles.WARNING);
        complaint.setId("inspector-steer-complaint");
        Seen.when(complaint, complaint.textProperty().isNotEmpty());
        Seen.when(from, kind.valueProperty().map(chosen -> chosen == Steering.Kind.DIFFERENCE));
        var add = button("inspector.steer.add", this::take);
        add.setId("inspector-steer-add");
        getChildren().setAll(where, kind, to, from, amountRow(add), complaint);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            close();
            event.consume();
        });
        close();
    }

    private void setUpKind() {
        kind.setId("inspector-steer-kind");
        kind.getItems().setAll(Steering.Kind.values());
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(Steering.Kind chosen) {
                return chosen == null ? "" : chosen.words();
            }

            @Override
            public Steering.Kind fromString(String words) {
                throw new UnsupportedOperationException("A direction is chosen, not typed.");
            }
        });
        kind.setMaxWidth(Double.MAX_VALUE);
        kind.setAccessibleText(Text.of("inspector.steer.kind"));
        kind.setValue(Steering.Kind.TOKEN);
        kind.valueProperty().subscribe(chosen -> {
            String words =
                    Text.of(chosen == Steering.Kind.HEAD ? "inspector.steer.whichHead" : "inspector.steer.whichToken");
            to.setPromptText(words);
            to.setAccessibleText(words);
            complaint.setText("");
        });
    }

    private Node amountRow(Button add) {
        var times = new Label(Text.of("inspector.steer.times"));
        times.getStyleClass().add(Styles.SMALL);
        times.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var row = new HBox(6, times, amount, space, add, button("inspector.steer.cancel", this::close));
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private TextField field(String id) {
        var field = new TextField();
        field.setId(id);
        field.setOnAction(_ -> take());
        return field;
    }

    private static Button button(String key, Runnable action) {
        var button = new Button(Text.of(key));
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** @param place where the stream is steered, in words */
    void open(String place) {
        where.setText(Text.of("inspector.steer.where", place));
        complaint.setText("");
        Seen.set(this, true);
        to.requestFocus();
    }

    private void close() {
        Seen.set(this, false);
    }

    private void take() {
        var steering = new Steering(kind.getValue(), to.getText(), from.getText(), amount.getText());
        Optional<String> wrong = taker.take(steering);
        complaint.setText(wrong.orElse(""));
        if (wrong.isEmpty()) close();
    }
}
