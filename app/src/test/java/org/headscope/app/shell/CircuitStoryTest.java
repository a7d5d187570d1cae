package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.junit.jupiter.api.Test;

/** From a head in the inspector to its circuit. */
class CircuitStoryTest extends WindowTest {
    private String caption() {
        return lookup("#circuit-caption")
                .tryQueryAs(Label.class)
                .map(Label::getText)
                .orElse("");
    }

    @Test
    void theInspectorSumsUpTheWeightsOfAHeadAndLeadsToItsCircuit() {
        Model model = fx(() -> session.model());
        int mary = model.tokenizer().single(" Mary").orElseThrow();
        fx(() -> {
            int at = session.comparisonProperty().get().after().tokens().positions(mary)[0];
            session.selection().partProperty().set(Site.head(2, 4));
            session.selection().positionProperty().set(at);
        });
        TokenReading.Place own = TokenReading.of(
                        new Circuits(model)
                                .ovRows(2, 4, Factor.of("embed.W_E").rows(List.of(mary)))
                                .at(0),
                        1,
                        List.of(mary))
                .marked()
                .getFirst();
        String words = "␣Mary itself: #" + own.above() + " from the top, #" + own.below() + " from the bottom";
        await(() -> lookup("#inspector-circuit-tokens .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> words.equals(label.getText())));

        fx(() -> lookup("#inspector-circuit").queryAs(Button.class).fire());
        await(() -> caption().startsWith("OV circuit of 2.4 · sources W_E"));
        assertTrue(lookup(".label").queryAllAs(Label.class).stream()
                .anyMatch(label -> "Attending to ␣Mary raises".equals(label.getText())));
        fx(() -> session.selection().partProperty().set(Site.head(3, 3)));
        await(() -> caption().startsWith("OV circuit of 3.3"));
        assertEquals(List.of(), unexpected);
    }
}
