package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.headscope.app.session.MetricText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The way from the logits to what is split: every step but the last is a button that goes back to it. */
final class TrailBar extends FlowPane {
    private final AttributionModel model;
    private final IntConsumer onBack;

    /** @param onBack goes back to so many steps */
    TrailBar(AttributionModel model, IntConsumer onBack) {
        super(5, 3);
        this.model = model;
        this.onBack = onBack;
        setId("attribution-trail");
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(Region.USE_PREF_SIZE);
        model.table.subscribe(this::show);
    }

    private void show() {
        AttributionTable table = model.table.get();
        if (table == null) {
            getChildren().clear();
            return;
        }
        var words = new AttributionWords(table);
        List<TraceStep> trail = table.trail();
        var nodes = new ArrayList<Node>();
        nodes.add(crumb(words.metric(), 0, trail.size()));
        for (int i = 0; i < trail.size(); i++) {
            nodes.add(label("›", Styles.MUTED));
            nodes.add(crumb(words.step(trail.get(i)), i + 1, trail.size()));
        }
        nodes.add(label(MetricText.change(table.total()), Styles.MONO));
        nodes.add(label(trail.isEmpty() ? words.place() : words.unit(), Styles.SMALL));
        getChildren().setAll(nodes);
    }

    private Node crumb(String words, int steps, int last) {
        if (steps == last) return label(words, Styles.STRONG);
        var button = new Button(words);
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setMnemonicParsing(false);
        button.setTooltip(new Tooltip(Text.of("attribution.back", words)));
        button.setOnAction(_ -> onBack.accept(steps));
        return button;
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.getStyleClass().add(style);
        return label;
    }
}
