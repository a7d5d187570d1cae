package org.headscope.app.attribution;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.RaisedLowered;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PartText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.Tokenizer;

/** The chosen part: what it gives, what it reads as buttons to trace, the tokens that it raises and lowers. */
final class PartPanel extends VBox {
    private final AttributionModel model;
    private final Label name = label("", Styles.STRONG);
    private final Label numbers = label("", Styles.SMALL);
    private final Label tokensTitle = label("", Styles.SMALL);
    private final RaisedLowered tokens = new RaisedLowered();

    PartPanel(AttributionModel model, Consumer<TraceStep.Input> onTrace) {
        super(3);
        this.model = model;
        setId("attribution-part");
        name.setMinWidth(Region.USE_PREF_SIZE);
        numbers.setMinWidth(0);
        numbers.setId("attribution-numbers");
        var trace = new HBox(4, label(Text.of("attribution.trace"), Styles.SMALL));
        trace.setAlignment(Pos.CENTER_LEFT);
        for (TraceStep.Input input : TraceStep.Input.values())
            trace.getChildren().add(button(input, onTrace));
        Seen.when(trace, model.chosen.map(_ -> model.head() != null));
        var noTrace = label("", Styles.SMALL);
        noTrace.setId("attribution-no-trace");
        noTrace.textProperty().bind(model.chosen.map(PartPanel::whyNoTrace));
        Seen.when(noTrace, noTrace.textProperty().isNotEmpty());
        var head = new FlowPane(8, 3, name, numbers, trace, noTrace);
        head.setRowValignment(javafx.geometry.VPos.CENTER);
        head.setMinHeight(Region.USE_PREF_SIZE);
        tokens.setId("attribution-tokens");
        tokens.setPrefHeight(8 * RaisedLowered.ROW);
        getChildren().setAll(head, tokensTitle, tokens);
        VBox.setVgrow(tokens, Priority.ALWAYS);
        model.table.subscribe(this::show);
        model.chosen.subscribe(this::show);
        model.promoted.subscribe(this::showTokens);
        tokens.heightProperty().subscribe((_, _) -> showTokens());
    }

    /** Why what a part reads cannot be told apart; empty for a head, of which it can. */
    private static String whyNoTrace(Site part) {
        if (part.is(Part.HEAD)) return "";
        if (part.is(Part.ATTENTION)) return Text.of("attribution.noTrace.attention");
        return part.is(Part.MLP) || part.isNeuron() ? Text.of("attribution.noTrace.mlp") : "";
    }

    private Button button(TraceStep.Input input, Consumer<TraceStep.Input> onTrace) {
        var button = new Button(input.words());
        button.setId("attribution-trace-" + input);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setTooltip(new Tooltip(Text.of("attribution.trace." + input)));
        button.setOnAction(_ -> onTrace.accept(input));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.disableProperty().bind(model.traceable().not());
        return button;
    }

    /** Leaves out the tokens where there is no room for them. */
    void setTokensShown(boolean shown) {
        Seen.set(tokensTitle, shown);
        Seen.set(tokens, shown);
    }

    private void show() {
        AttributionTable table = model.table.get();
        Site site = model.chosen.get();
        name.setText(PartText.of(site));
        if (table == null) {
            numbers.setText("");
            return;
        }
        Row row = model.chosenRow();
        double value = row != null ? row.value() : table.of(site);
        double estimate = table.estimate(site);
        String words = Double.isNaN(value)
                ? Text.of("attribution.noShare")
                : Text.of("attribution.gives", MetricText.change(value));
        numbers.setText(
                Double.isNaN(estimate)
                        ? words
                        : words + " · " + Text.of("attribution.estimate", MetricText.change(estimate)));
    }

    private void showTokens() {
        Promoted promoted = model.promoted.get();
        tokens.getChildren().clear();
        tokensTitle.setText("");
        AttributionTable table = model.table.get();
        if (promoted == null || table == null) return;
        Promoted.Question question = promoted.question();
        var all = question.sheet().subject().run().tokens();
        if (promoted.isNothing()) {
            tokensTitle.setText(Text.of(
                    question.before() == null ? "attribution.promoted.none" : "attribution.promoted.same",
                    PartText.of(question.part()),
                    question.position(),
                    TokenText.label(all, question.position())));
            return;
        }
        tokensTitle.setText(Text.of(
                question.before() == null ? "attribution.promoted" : "attribution.promoted.change",
                PartText.of(question.part()),
                question.position(),
                TokenText.label(all, question.position())));
        int rows = Math.clamp(
                (int) (tokens.getHeight() / RaisedLowered.ROW),
                1,
                promoted.raised().size());
        Tokenizer tokenizer = table.subject().model().tokenizer();
        tokens.show(
                promoted.raised(),
                promoted.lowered(),
                score -> tokenizer.token(score.token()).label(),
                rows);
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.getStyleClass().add(style);
        return label;
    }
}
