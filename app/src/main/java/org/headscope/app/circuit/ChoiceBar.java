package org.headscope.app.circuit;

import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.headscope.app.pane.MenuChoice;
import org.headscope.app.pane.Pills;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding.Part;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;

/** What is looked at, in one line that breaks where room is short; choices that change nothing are not seen. */
final class ChoiceBar extends FlowPane {
    private static final double FIELD = 120;

    private final CircuitModel model;

    ChoiceBar(CircuitModel model) {
        super(8, 4);
        this.model = model;
        setRowValignment(javafx.geometry.VPos.CENTER);
        setMinHeight(USE_PREF_SIZE);
        setMinWidth(0);
        add(
                pills(
                        "circuit-kind",
                        model.kind,
                        Kind.values(),
                        kind -> Text.of("circuit.kind." + kind),
                        kind -> Text.of("circuit.kindTip." + kind)),
                isRowsOrRanks());
        add(
                pills(
                        "circuit-fixed",
                        model.fixed,
                        Fixed.values(),
                        fixed -> Text.of("circuit.fixed." + fixed),
                        fixed -> Text.of("circuit.fixedTip." + fixed)),
                is(Aspect.ROWS));
        add(
                pills(
                        "circuit-input",
                        model.input,
                        CompositionScores.Input.values(),
                        input -> Text.of("circuit.input." + input),
                        input -> Text.of("circuit.inputTip." + input)),
                is(Aspect.COMPOSITION));
        add(
                pills(
                        "circuit-vectors",
                        model.vectors,
                        CircuitModel.Vectors.values(),
                        vectors -> Text.of("circuit.vectors." + vectors),
                        vectors -> Text.of("circuit.vectorsTip." + vectors)),
                Bindings.createBooleanBinding(
                        () -> model.aspect.get() == Aspect.DIRECTIONS && model.hasMlp.get(),
                        model.aspect,
                        model.hasMlp));
        TextField typed = field("circuit-typed", model.typed);
        typed.setTooltip(new Tooltip(Text.of("circuit.tokens.tip")));
        typed.promptTextProperty().bind(model.instead);
        add(labelled("circuit.tokens", typed), model.aspect.map(Aspect::hasTokens));
        TextField marked = field("circuit-marked", model.marked);
        marked.setTooltip(new Tooltip(Text.of("circuit.marked.tip")));
        marked.setPromptText(Text.of("circuit.marked.none"));
        add(labelled("circuit.marked", marked), model.aspect.map(Aspect::hasTokens));
        add(
                labelled("circuit.top", top()),
                model.aspect.map(aspect -> aspect.hasTokens() || aspect == Aspect.DIRECTIONS));
        add(embedding(), model.aspect.map(Aspect::hasEmbedding));
        add(
                queries(),
                Bindings.createBooleanBinding(
                        () -> isRowsOrRanks().getValue() && model.kind.get() == Kind.QK, model.aspect, model.kind));
        add(scaled(), isRowsOrRanks());
    }

    private void add(Region node, ObservableValue<Boolean> seen) {
        node.setMinWidth(USE_PREF_SIZE);
        Seen.when(node, seen);
        getChildren().add(node);
    }

    private ObservableValue<Boolean> is(Aspect aspect) {
        return model.aspect.map(now -> now == aspect);
    }

    private ObservableValue<Boolean> isRowsOrRanks() {
        return model.aspect.map(now -> now == Aspect.ROWS || now == Aspect.RANKS);
    }

    /** Buttons of which one is chosen, side by side. */
    private static <T extends Enum<T>> HBox pills(
            String id, ObjectProperty<T> property, T[] values, Function<T, String> words, Function<T, String> tip) {
        var row = new HBox();
        row.setAlignment(Pos.CENTER_LEFT);
        for (int i = 0; i < values.length; i++) {
            String end = i == 0 ? "left-pill" : i == values.length - 1 ? "right-pill" : "center-pill";
            ToggleButton button = Pills.pill(id + "-" + values[i], words.apply(values[i]), end);
            button.setTooltip(new Tooltip(tip.apply(values[i])));
            Pills.choose(property, values[i], button);
            row.getChildren().add(button);
        }
        return row;
    }

    private static TextField field(String id, StringProperty property) {
        var field = new TextField();
        field.setId(id);
        field.setPrefWidth(FIELD);
        field.textProperty().bindBidirectional(property);
        return field;
    }

    private static HBox labelled(String key, Node control) {
        var label = new Label(Text.of(key));
        label.getStyleClass().add(Styles.SMALL);
        label.setLabelFor(control);
        var row = new HBox(4, label, control);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Spinner<Integer> top() {
        var spinner = new Spinner<Integer>(CircuitModel.LEAST, CircuitModel.MOST, model.top.get());
        spinner.setId("circuit-top");
        spinner.setPrefWidth(64);
        spinner.setTooltip(new Tooltip(Text.of("circuit.top.tip", CircuitModel.LEAST, CircuitModel.MOST)));
        spinner.getValueFactory().valueProperty().bindBidirectional(model.top.asObject());
        return spinner;
    }

    private MenuButton embedding() {
        MenuButton menu = menu("circuit-embedding", "circuit.embedding.tip");
        var items = menu.getItems();
        for (Part part : Part.values()) {
            RadioMenuItem item = MenuChoice.item(Text.of("circuit.embedding." + part), model.part, part);
            if (part != Part.EMBEDDING) item.disableProperty().bind(model.hasMlp.not());
            items.add(item);
        }
        var attention = new CheckMenuItem(Text.of("circuit.embedding.self"));
        attention.selectedProperty().bindBidirectional(model.attention);
        attention.disableProperty().bind(model.part.isEqualTo(Part.EMBEDDING));
        items.addAll(new SeparatorMenuItem(), attention);
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Text.of("circuit.embedding", Choice.words(model.embedding())),
                        model.part,
                        model.attention));
        return menu;
    }

    private MenuButton queries() {
        MenuButton menu = menu("circuit-queries", "circuit.queries.tip");
        for (boolean unembedded : new boolean[] {true, false}) {
            String words = Text.of(unembedded ? "circuit.queries.unembedding" : "circuit.queries.embedding");
            menu.getItems().add(MenuChoice.item(words, model.unembedded, unembedded));
        }
        menu.textProperty()
                .bind(model.unembedded.map(
                        on -> Text.of(on ? "circuit.queries.unembedding.short" : "circuit.queries.embedding.short")));
        return menu;
    }

    private static MenuButton menu(String id, String tip) {
        var menu = new MenuButton();
        menu.setId(id);
        menu.getStyleClass().add(Styles.TEXT_MENU);
        menu.setMnemonicParsing(false);
        menu.setTooltip(new Tooltip(Text.of(tip)));
        return menu;
    }

    private ToggleButton scaled() {
        ToggleButton button = Pills.pill("circuit-scaled", Text.of("circuit.scaled"), null);
        button.setTooltip(new Tooltip(Text.of("circuit.scaled.tip")));
        button.selectedProperty().bindBidirectional(model.scaled);
        return button;
    }
}
