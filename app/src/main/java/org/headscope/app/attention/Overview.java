package org.headscope.app.attention;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.headscope.app.heatmap.HeatMap;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Site;

/** The grid of heads as large as it needs to be, what belongs to it below, and the prompt as text where there is room. */
final class Overview extends Region {
    private static final double GAP = 4;
    /** Room for the head numbers below the grid. */
    private static final double NUMBERS = 24;

    private static final double LAYER_NAMES = 26;
    private static final double LEAST_TEXT = 120;
    private static final double LEGIBLE = 28;

    private final AttentionModel model;
    private final HeatMap grid;
    private final Region controls;
    private final Label letters = new Label(Arrays.stream(Role.values())
            .map(role -> role.letter() + " " + role.words())
            .collect(Collectors.joining(" · ")));
    private final TextPanel text;
    private double columns = 8;
    private double rows = 4;

    Overview(AttentionModel model, Consumer<Site> choose, Consumer<Site> ablate) {
        this.model = model;
        grid = new HeadGrid(model, choose, ablate).node();
        controls = new GridControls(model).node();
        letters.getStyleClass().add(Styles.SMALL);
        letters.setWrapText(true);
        text = new TextPanel(model);
        getChildren().setAll(grid, controls, letters, text.node());
        setMinSize(0, 0);
        model.grid.subscribe(picture -> {
            if (picture != null) {
                columns = picture.question().heads();
                rows = picture.question().layers();
                requestLayout();
            }
        });
        model.asText.subscribe(_ -> requestLayout());
    }

    /** Height that the grid and what belongs to it can use in a width. */
    double wanted(double width) {
        return gridHeight(width) + GAP + controls.prefHeight(width) + GAP + letters.prefHeight(width);
    }

    /** Width in which every head is large enough to be read. */
    double legibleWidth() {
        return LAYER_NAMES + columns * LEGIBLE;
    }

    private double gridHeight(double width) {
        return Math.min(96, (width - LAYER_NAMES) / columns) * rows + NUMBERS;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double bar = controls.prefHeight(width);
        double words = letters.prefHeight(width);
        double gridHeight = Math.max(40, Math.min(gridHeight(width), height - bar - GAP));
        grid.resizeRelocate(0, 0, width, gridHeight);
        double y = gridHeight + GAP;
        controls.resizeRelocate(0, y, width, bar);
        controls.setVisible(y + bar <= height + 1);
        y += bar + GAP;
        letters.setVisible(y + words <= height + 1);
        letters.resizeRelocate(0, y, width, words);
        y += words + 4 * GAP;
        boolean room = height - y >= LEAST_TEXT && !model.asText.get();
        text.node().setVisible(room);
        text.node().resizeRelocate(0, y, width, Math.max(0, height - y));
    }

    @Override
    protected double computePrefWidth(double height) {
        return 200;
    }

    @Override
    protected double computePrefHeight(double width) {
        return wanted(width);
    }
}
