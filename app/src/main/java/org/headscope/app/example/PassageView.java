package org.headscope.app.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.BarPair;
import org.headscope.app.chart.BarPairs;
import org.headscope.app.pane.LossChips;
import org.headscope.app.pane.Pills;
import org.headscope.app.pane.RaisedLowered;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.suppression.LensBefore;
import org.headscope.engine.analysis.suppression.TokensAt;
import org.headscope.engine.token.Tokenizer;

/** A text, coloured by what a head does for it, and what is known of the prediction that was chosen. */
final class PassageView {
    private static final int ROWS = 10;
    /** Five lines of text. */
    private static final double MOST_TEXT = 130;
    /** Two lines. */
    private static final double LEAST_TEXT = 52;

    private final ExampleModel model;
    private final LossChips chips;
    private final RaisedLowered lists = new RaisedLowered();
    private final BarPairs bars = new BarPairs();
    private final Label heading = new Label();
    private final VBox box;

    PassageView(ExampleModel model, ExampleView.Actions actions) {
        this.model = model;
        this.chips = new LossChips(new LossChips.Actions() {
            @Override
            public void choose(int position) {
                actions.choose(position);
            }

            @Override
            public void hover(Integer position) {}
        });
        lists.setId("example-tokens");
        bars.setId("example-bars");
        heading.getStyleClass().add(Styles.SMALL);
        heading.setWrapText(true);
        heading.setMinHeight(Region.USE_PREF_SIZE);
        var details = scrolling(new VBox(4, lists, bars));
        VBox.setVgrow(details, Priority.ALWAYS);
        details.setMinHeight(60);
        box = new VBox(4, line(actions), text(), legend(), tabs(), heading, details);
        box.setMinSize(0, 0);
        model.detail.subscribe(this::showDetail);
        model.tab.subscribe(this::showDetail);
    }

    VBox node() {
        return box;
    }

    private HBox line(ExampleView.Actions actions) {
        var words = new Label();
        words.setId("example-prediction");
        words.textProperty().bind(model.prediction);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button back = Pills.button("example-back", Text.of("example.back"), actions::back);
        Seen.when(back, model.wide.not());
        Button study = Pills.button("example-study", Text.of("example.study"), actions::study);
        Seen.when(
                study,
                model.passage.map(passage -> passage.chunk() != Passage.OWN).orElse(false));
        var line = new HBox(8, back, words, study);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(Region.USE_PREF_SIZE);
        return line;
    }

    private ScrollPane text() {
        chips.setId("example-passage");
        var scroll = scrolling(chips);
        chips.heightProperty().subscribe(height -> {
            double all = height.doubleValue() + 3;
            scroll.setPrefHeight(Math.min(all, MOST_TEXT));
            scroll.setMinHeight(Math.min(all, LEAST_TEXT));
        });
        model.passage.subscribe(passage -> {
            chips.show(passage == null ? List.of() : passage.tokens(), "");
            chips.choose(model.position.get());
        });
        model.position.subscribe(position -> chips.choose(position));
        model.prediction.subscribe(_ -> chips.scrollToChosen(scroll));
        return scroll;
    }

    private static ScrollPane scrolling(Node content) {
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private Node legend() {
        return LossChips.legend(Text.of("example.hurts"), Text.of("example.helps"));
    }

    private HBox tabs() {
        var buttons = new ArrayList<Node>();
        for (Tab tab : Tab.values()) {
            String end = tab.ordinal() == 0
                    ? "left-pill"
                    : tab.ordinal() == Tab.values().length - 1 ? "right-pill" : "center-pill";
            ToggleButton button = Pills.pill("example-tab-" + tab, Text.of("example.tab." + tab), end);
            Pills.choose(model.tab, tab, button);
            buttons.add(button);
        }
        var row = new HBox(buttons.toArray(Node[]::new));
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }

    private void showDetail() {
        CloserQuestion.Detail detail = model.detail.get();
        CloserQuestion.Closer closer = model.closer.get();
        Passage passage = model.passage.get();
        boolean there = detail != null
                && closer != null
                && passage != null
                && closer.question().ids().equals(passage.ids());
        boolean bar = model.tab.get() == Tab.NEXT || model.tab.get() == Tab.ATTENTION;
        Seen.set(lists, there && !bar);
        Seen.set(bars, there && bar);
        if (!there) {
            heading.setText("");
            return;
        }
        Tokenizer tokenizer = closer.question().survey().model().tokenizer();
        Function<Integer, String> label = id -> tokenizer.token(id).label();
        switch (model.tab.get()) {
            case LOGITS -> showLogits(detail.tokens(), label);
            case NEXT -> showNext(detail, label);
            case ATTENTION -> showKeys(detail.keys());
            case LENS -> showLens(detail.lens(), label);
        }
    }

    private void showLogits(TokensAt tokens, Function<Integer, String> label) {
        TokensAt.Next next = tokens.next();
        heading.setText(
                next == null
                        ? Text.of("example.logits")
                        : Text.of(
                                "example.logits.next",
                                label.apply(next.token()),
                                MetricText.change(next.attributed())));
        lists.show(tokens.raised(), tokens.lowered(), score -> label.apply(score.token()), ROWS);
    }

    private void showNext(CloserQuestion.Detail detail, Function<Integer, String> label) {
        TokensAt tokens = detail.tokens();
        String kl = MetricText.value(detail.kl());
        heading.setText(
                tokens.next() == null
                        ? Text.of("example.next", kl)
                        : Text.of(
                                "example.next.token",
                                label.apply(tokens.next().token()),
                                tokens.next().rankBefore(),
                                tokens.next().rankAfter(),
                                kl));
        bars.formatProperty().set(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value));
        bars.rowsProperty()
                .set(NextPair.of(tokens).stream()
                        .map(pair -> new BarPair(label.apply(pair.token()), pair.before(), pair.after()))
                        .toList());
    }

    private void showKeys(List<CloserQuestion.Key> keys) {
        heading.setText(Text.of("example.attention"));
        bars.formatProperty().set(value -> String.format(Locale.ROOT, "%.3f", value));
        Passage passage = Objects.requireNonNull(model.passage.get());
        bars.rowsProperty()
                .set(keys.stream()
                        .filter(key -> key.position() < passage.tokens().size())
                        .map(key -> new BarPair(
                                key.position() + " "
                                        + passage.tokens().get(key.position()).label(),
                                key.weight(),
                                key.weighted()))
                        .toList());
    }

    private void showLens(LensBefore lens, Function<Integer, String> label) {
        heading.setText(Text.of("example.lens"));
        List<TokenScore> seen = lens.seen().stream()
                .map(ranked -> new TokenScore(ranked.token(), ranked.logProbability()))
                .toList();
        lists.show(
                lens.best(),
                seen,
                score -> lens.seen().stream()
                        .filter(ranked -> ranked.token() == score.token() && ranked.rank() >= ROWS)
                        .findFirst()
                        .map(ranked -> Text.of("example.lens.rank", label.apply(score.token()), ranked.rank()))
                        .orElseGet(() -> label.apply(score.token())),
                ROWS);
    }
}
