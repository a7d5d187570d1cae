package org.headscope.app.pane;

import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/**
 * Title, options, run tag and tools of a pane in one line. Where it is narrow, the tag gives way first, down to the name of
 * the run, then the options are cut short; the title and the tools never. A title that is not managed takes no room.
 */
final class TitleRow extends Region {
    private static final double GAP = 8;

    private final Region title;
    private final Region options;
    private final Segments tag;
    private final Region tools;

    TitleRow(Region title, Region options, Segments tag, Region tools) {
        this.title = title;
        this.options = options;
        this.tag = tag;
        this.tools = tools;
        getStyleClass().add("title-row");
        getChildren().setAll(title, options, tag, tools);
        setMinWidth(0);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double name = title.isManaged() ? Math.ceil(title.prefWidth(-1)) + GAP : 0;
        double right = Math.ceil(tools.prefWidth(-1));
        double room = Math.max(0, width - name - right - 2 * GAP);
        double chosen = Math.ceil(options.prefWidth(-1));
        double least = Math.max(Math.min(chosen, room - tag.leastWidth()), options.minWidth(-1));
        double taken = Math.clamp(least, 0, Math.max(0, room));
        if (title.isManaged()) place(title, 0, name - GAP);
        place(options, name, taken);
        double rest = Math.max(0, room - taken);
        place(tag, name + taken + GAP, rest);
        tag.setVisible(rest >= tag.leastWidth());
        place(tools, width - right, right);
    }

    private void place(Node node, double x, double width) {
        layoutInArea(node, x, 0, width, getHeight(), 0, HPos.LEFT, VPos.CENTER);
    }

    @Override
    protected double computePrefWidth(double height) {
        return title.prefWidth(-1) + options.prefWidth(-1) + tag.prefWidth(-1) + tools.prefWidth(-1) + 3 * GAP;
    }

    @Override
    protected double computePrefHeight(double width) {
        double high = 0;
        for (Node node : getChildren()) high = Math.max(high, node.prefHeight(-1));
        return high;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}
