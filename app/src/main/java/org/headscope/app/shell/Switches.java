package org.headscope.app.shell;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.model.Processing;

/** The two switches that every run depends on, as properties for buttons and menus: BOS and folded weights. */
final class Switches {
    private final BooleanProperty bos = new SimpleBooleanProperty(this, "bos", true);
    private final BooleanProperty folded = new SimpleBooleanProperty(this, "folded", true);

    Switches(Session session, ModelOpener opener, boolean foldedAtFirst) {
        folded.set(foldedAtFirst);
        session.experimentProperty().subscribe(experiment -> bos.set(experiment.prependBos()));
        bos.subscribe((_, on) -> {
            String words = Text.of(on ? "session.bosOn" : "session.bosOff");
            session.edit(words, experiment -> experiment.withBos(on));
        });
        folded.subscribe((_, _) -> opener.reopen(processing()));
        // Whatever was asked for, the switch tells what the open model is.
        opener.stateProperty().subscribe(state -> {
            if (state.phase() == EngineState.Phase.READY)
                folded.set(!session.model().processing().equals(Processing.RAW));
        });
    }

    BooleanProperty bosProperty() {
        return bos;
    }

    BooleanProperty foldedProperty() {
        return folded;
    }

    Processing processing() {
        return folded.get() ? Processing.FOLDED : Processing.RAW;
    }
}
