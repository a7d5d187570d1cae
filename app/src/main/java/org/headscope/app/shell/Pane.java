package org.headscope.app.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.headscope.app.text.Text;
import org.kordamp.ikonli.feather.Feather;

/** The panes in the middle of the window, and the corner where each stands. Those of one corner share it as tabs. */
enum Pane {
    ATTENTION(Corner.TOP_LEFT, Feather.GRID),
    LENS(Corner.TOP_RIGHT, Feather.EYE),
    ABLATION(Corner.BOTTOM_LEFT, Feather.SCISSORS),
    OUTCOME(Corner.BOTTOM_RIGHT, Feather.BAR_CHART_2),
    ATTRIBUTION(Corner.TOP_RIGHT, Feather.BAR_CHART),
    REPAIR(Corner.BOTTOM_RIGHT, Feather.LIFE_BUOY),
    FAMILY(Corner.BOTTOM_RIGHT, Feather.USERS),
    PATCHING(Corner.BOTTOM_LEFT, Feather.SHUFFLE),
    CIRCUIT(Corner.TOP_RIGHT, Feather.CPU),
    EXAMPLE(Corner.BOTTOM_LEFT, Feather.BOOK_OPEN);

    /** A quarter of the middle of the window. */
    enum Corner {
        TOP_LEFT,
        TOP_RIGHT,
        BOTTOM_LEFT,
        BOTTOM_RIGHT
    }

    private final Corner corner;
    private final Feather icon;

    Pane(Corner corner, Feather icon) {
        this.corner = corner;
        this.icon = icon;
    }

    Corner corner() {
        return corner;
    }

    Feather icon() {
        return icon;
    }

    /** The name that files and style classes have it under. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its tab says. */
    String words() {
        return Text.of(id() + ".title");
    }

    /** The panes of a corner, in the order of their tabs. */
    static List<Pane> in(Corner corner) {
        return Arrays.stream(values()).filter(pane -> pane.corner == corner).toList();
    }
}
