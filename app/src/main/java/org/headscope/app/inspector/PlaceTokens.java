package org.headscope.app.inspector;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.RaisedLowered;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;

/** The tokens that a part raises and lowers at a position, or those that the stream would say next there. */
final class PlaceTokens extends VBox {
    PlaceTokens(InspectorModel model) {
        super(1);
        setId("inspector-tokens");
        var title = new Label();
        title.getStyleClass().add(Styles.SMALL);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.textProperty().bind(model.place.map(PlaceWords::tokensTitle).orElse(""));
        var changed = new RaisedLowered();
        changed.setMinHeight(Region.USE_PREF_SIZE);
        getChildren()
                .setAll(
                        title,
                        changed,
                        InspectorView.lines(model.place.map(PlaceWords::next).orElse(List.of()), Styles.MONO));
        model.place.subscribe(words -> {
            if (words != null && words.facts() instanceof PlaceFacts.Writer writer) {
                Seen.set(changed, true);
                changed.show(writer.raised(), writer.lowered(), words::label, PlaceFacts.TOKENS);
            } else {
                Seen.set(changed, false);
                changed.getChildren().clear();
            }
        });
        Seen.when(this, model.place.map(_ -> true).orElse(false));
    }
}
