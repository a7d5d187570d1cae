package org.headscope.app.inspector;

import java.util.List;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;

/** The tokens that a part raises and lowers at a position, or those that the stream would say next there. */
final class PlaceTokens extends TokenBlock {
    PlaceTokens(InspectorModel model) {
        super("inspector-tokens", model.place.map(PlaceWords::tokensTitle).orElse(""));
        getChildren().add(InspectorView.lines(model.place.map(PlaceWords::next).orElse(List.of()), Styles.MONO));
        model.place.subscribe(words -> {
            if (words != null && words.facts() instanceof PlaceFacts.Writer writer) {
                show(writer.raised(), writer.lowered(), words::label);
            } else {
                clear();
            }
        });
        Seen.when(this, model.place.map(_ -> true).orElse(false));
    }
}
