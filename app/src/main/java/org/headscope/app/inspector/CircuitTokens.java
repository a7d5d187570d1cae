package org.headscope.app.inspector;

import java.util.List;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.TokenReading;

/** What the weights of a head say about the token that is looked at: what it writes for it, and what it looks for. */
final class CircuitTokens extends TokenBlock {
    CircuitTokens(InspectorModel model) {
        super(
                "inspector-circuit-tokens",
                model.place.map(PlaceWords::circuitTitle).orElse(""));
        getChildren()
                .add(InspectorView.lines(
                        model.place.map(PlaceWords::circuitLines).orElse(List.of()), Styles.SMALL));
        model.place.subscribe(words -> {
            HeadCircuit circuit = words == null ? null : words.circuit();
            if (circuit == null) {
                clear();
                return;
            }
            TokenReading writes = circuit.writes();
            show(writes.most(), writes.least(), words::label);
        });
        Seen.when(this, model.place.map(words -> words.circuit() != null).orElse(false));
    }
}
