package org.headscope.app.attribution;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pictures;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Site;

/** The nodes of the attribution pane: bars at the left; map, line and the chosen part at the right where there is room. */
final class AttributionView {
    private static final double GAP = 14;
    /** From this width on there are two columns. */
    private static final double WIDE = 600;
    /** From this height on a narrow pane lists tokens, too, and a wide one the line. */
    private static final double HIGH = 400;

    /** What the user can do here. */
    interface Actions {
        void choose(Row row);

        void choose(Site part);

        void hover(Row row);

        void trace(TraceStep.Input input);

        void back(int steps);
    }

    private final AttributionModel model;
    private final PaneCard card = new PaneCard(Text.of("attribution.title"), Text.of("attribution.lookFor"));
    private final TrailBar trail;
    private final BarList bars;
    private final HeadMap map;
    private final AccumulatedLine line;
    private final PartPanel part;
    private final Label sum = new Label();
    private final Label mark = new Label();
    private final FlowPane below = new FlowPane(12, 1, sum, mark);

    private static final double MOST_LOW = 105;
    /** Share of the height that the line takes where there is much. */
    private static final double LINE_SHARE = 0.21;

    AttributionView(AttributionModel model, Actions actions) {
        this.model = model;
        trail = new TrailBar(model, actions::back);
        bars = new BarList(model, actions::choose, actions::hover);
        map = new HeadMap(model, actions::choose);
        line = new AccumulatedLine(model);
        part = new PartPanel(model, actions::trace);
        sum.setId("attribution-sum");
        sum.getStyleClass().add(Styles.STRONG);
        sum.setTooltip(new Tooltip());
        mark.getStyleClass().add(Styles.SMALL);
        var diamond = new Label("◆");
        diamond.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT_TEXT);
        mark.setGraphic(diamond);
        mark.setTooltip(new Tooltip());
        below.setAlignment(Pos.CENTER_LEFT);
        below.setRowValignment(VPos.CENTER);
        below.setMinHeight(Region.USE_PREF_SIZE);
        card.setContent(new Content());
        card.options().getChildren().add(new SplitMenu(model));
        card.onCopyImageProperty().set(() -> Pictures.copy(card.picture(2)));
        card.addEventHandler(KeyEvent.KEY_PRESSED, key -> plainKeys(key, actions));
        model.table.subscribe(this::say);
        model.by.subscribe(this::say);
        model.chosen.subscribe(this::say);
    }

    PaneCard card() {
        return card;
    }

    private void plainKeys(KeyEvent key, Actions actions) {
        if (key.isShortcutDown() || key.isAltDown() || key.isShiftDown()) return;
        switch (key.getCode()) {
            case Q -> actions.trace(TraceStep.Input.QUERY);
            case K -> actions.trace(TraceStep.Input.KEY);
            case V -> actions.trace(TraceStep.Input.VALUE);
            case BACK_SPACE -> actions.back(Math.max(0, model.trail.get().size() - 1));
            default -> {
                return;
            }
        }
        key.consume();
    }

    private void say() {
        AttributionTable table = model.table.get();
        if (table == null) return;
        var words = new AttributionWords(table);
        card.lookForProperty().set(words.lookFor(model.byShown(), model.head()));
        sum.setText(words.sum(model.byShown(), model.head()));
        sum.getTooltip().setText(words.convention());
        boolean both = table.beside() != null;
        mark.setText(Text.of(both ? "attribution.mark.before" : "attribution.mark"));
        mark.getTooltip().setText(Text.of(both ? "attribution.mark.before.tip" : "attribution.mark.tip"));
        boolean marked = model.rows().stream().anyMatch(row -> !Double.isNaN(row.mark()));
        Seen.set(mark, marked);
    }

    /** One column or two, with as much in them as there is room for. */
    private final class Content extends Region {
        private final VBox left = new VBox(5, trail, bars, below);
        private final VBox right = new VBox(8, map, line, part);

        Content() {
            VBox.setVgrow(bars, Priority.ALWAYS);
            VBox.setVgrow(map, Priority.ALWAYS);
            left.setMinSize(0, 0);
            right.setMinSize(0, 0);
            setMinSize(0, 0);
            getChildren().setAll(left, right);
        }

        @Override
        protected void layoutChildren() {
            double width = getWidth();
            double height = getHeight();
            boolean wide = width >= WIDE;
            Seen.set(map, wide);
            Seen.set(line, wide && height >= HIGH);
            line.setPrefHeight(Math.max(MOST_LOW, height * LINE_SHARE));
            part.setTokensShown(height >= HIGH || wide);
            if (wide) {
                double first = Math.round((width - GAP) * 0.48);
                left.resizeRelocate(0, 0, first, height);
                right.resizeRelocate(first + GAP, 0, width - first - GAP, height);
            } else {
                double low = Math.min(height * 0.45, Math.ceil(right.prefHeight(width)));
                left.resizeRelocate(0, 0, width, Math.max(0, height - low - 6));
                right.resizeRelocate(0, height - low, width, low);
            }
        }

        @Override
        protected double computePrefWidth(double height) {
            return 2 * WIDE;
        }

        @Override
        protected double computePrefHeight(double width) {
            return HIGH;
        }
    }
}
