package org.headscope.app.outcome;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.chart.BarPair;
import org.headscope.app.chart.BarPairs;
import org.headscope.app.pane.LossChips;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The nodes of the pane of the next token. */
final class OutcomeView {
    /** What the user can do here. */
    interface Actions extends LossChips.Actions {
        /** Follows a token of the vocabulary through all panes. */
        void follow(int token);
    }

    /** Two rows of chips. */
    private static final double LEAST_CHIPS = 51;

    /** The share of the height that chips may take before they scroll. */
    private static final double CHIPS_SHARE = 0.4;

    private final OutcomeModel model;
    private final Actions actions;
    private final BarPairs bars = new BarPairs();
    private final LossChips chips;
    private final PaneCard card = new PaneCard(Text.of("outcome.title"), Text.of("outcome.lookFor"));

    OutcomeView(OutcomeModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        this.chips = new LossChips(actions);
        var where = new Label();
        where.setId("outcome-where");
        where.getStyleClass().add(Styles.MUTED);
        where.textProperty().bind(model.where);
        card.options().getChildren().add(where);
        bars.setId("outcome-bars");
        bars.onActionProperty()
                .set(row -> actions.follow(model.tokens.get().get(row).id()));
        model.tokens.subscribe(this::showBars);
        chips.setId("outcome-chips");
        model.losses.subscribe(this::showChips);
        model.changed.subscribe(this::showChips);
        model.position.subscribe(this::choose);
        var content = new VBox(
                6,
                bars,
                lossLine(),
                scrolling(),
                LossChips.legend(Text.of("outcome.worse"), Text.of("outcome.better")));
        content.setMinHeight(0);
        card.setContent(content);
    }

    PaneCard card() {
        return card;
    }

    private void showBars() {
        bars.rowsProperty()
                .set(model.tokens.get().stream()
                        .map(row -> model.changed.get()
                                ? new BarPair(label(row), row.before(), row.after())
                                : new BarPair(label(row), row.before()))
                        .toList());
    }

    private static String label(NextTokens.Row row) {
        return switch (row.reason()) {
            case ANSWER -> Text.of("outcome.answer", row.label());
            case WRONG -> Text.of("outcome.wrong", row.label());
            case ACTUAL -> Text.of("outcome.actual", row.label());
            case LIKELY -> row.label();
        };
    }

    private Label lossLine() {
        var line = new Label();
        line.setId("outcome-loss");
        line.getStyleClass().add(Styles.SMALL);
        line.textProperty().bind(model.loss);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.setWrapText(true);
        return line;
    }

    private ScrollPane scrolling() {
        var scroll = new ScrollPane(chips);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.maxHeightProperty().bind(card.heightProperty().multiply(CHIPS_SHARE));
        chips.heightProperty().subscribe(height -> {
            scroll.setPrefHeight(height.doubleValue() + 3);
            scroll.setMinHeight(Math.min(height.doubleValue() + 3, LEAST_CHIPS));
        });
        return scroll;
    }

    private void showChips() {
        List<LossChange> losses = model.losses.get();
        boolean changed = model.changed.get();
        String note =
                losses.size() < model.length.get() ? Text.of("outcome.largest", losses.size(), model.length.get()) : "";
        chips.show(losses.stream().map(loss -> loss.shown(changed)).toList(), note);
        choose();
    }

    private void choose() {
        chips.choose(model.position.get());
    }
}
