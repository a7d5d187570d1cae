package org.headscope.app;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.headscope.app.pane.PaneCard;

/** The charts of the gallery. */
final class GalleryCharts {
    interface Maker {
        PaneCard card(String title, String lookFor, Node content);
    }

    private GalleryCharts() {}

    static PaneCard card(Maker maker) {
        return maker.card("Charts", "Before and after.", new Region());
    }
}
