package org.headscope.app.inspector;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.RaisedLowered;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.TokenReading;

/** What the weights of a head say about the token that is looked at: what it writes for it, and what it looks for. */
final class CircuitTokens extends VBox {
    CircuitTokens(InspectorModel model) {
        super(1);
        setId("inspector-circuit-tokens");
        var title = new Label();
        title.getStyleClass().add(Styles.SMALL);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.textProperty().bind(model.place.map(PlaceWords::circuitTitle).orElse(""));
        var changed = new RaisedLowered();
        changed.setMinHeight(Region.USE_PREF_SIZE);
        getChildren()
                .setAll(
                        title,
                        changed,
                        InspectorView.lines(
                                model.place.map(PlaceWords::circuitLines).orElse(List.of()), Styles.SMALL));
        model.place.subscribe(words -> {
            HeadCircuit circuit = words == null ? null : words.circuit();
            changed.getChildren().clear();
            if (circuit == null) return;
            TokenReading writes = circuit.writes();
            changed.show(writes.most(), writes.least(), words::label, PlaceFacts.TOKENS);
        });
        Seen.when(this, model.place.map(words -> words.circuit() != null).orElse(false));
    }
}
