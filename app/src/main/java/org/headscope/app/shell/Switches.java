package org.headscope.app.shell;

import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.headscope.app.session.Session;
import org.headscope.app.settings.SettingsStore;
import org.headscope.app.text.Text;
import org.headscope.engine.model.Processing;

/**
 * The two switches that every run depends on, as properties for buttons and menus: BOS and folded weights. BOS starts as the family
 * of a model has it, until the person says what they want; the model that was open when the window was closed keeps its own.
 */
final class Switches {
    private final BooleanProperty bos = new SimpleBooleanProperty(this, "bos", true);
    private final BooleanProperty folded = new SimpleBooleanProperty(this, "folded", true);

    /** Whether the switch is being set to what a family has. */
    private boolean adapting;
    /** Whether the person has said what they want. */
    private boolean chosen;

    /** @param settings of the last time */
    Switches(Session session, ModelOpener opener, SettingsStore settings) {
        folded.set(settings.get().folded());
        session.experimentProperty().subscribe(experiment -> bos.set(experiment.prependBos()));
        bos.subscribe((_, on) -> {
            chosen |= !adapting;
            String words = Text.of(on ? "session.bosOn" : "session.bosOff");
            session.edit(words, experiment -> experiment.withBos(on));
        });
        session.laboratoryProperty().subscribe(opened -> {
            if (opened == null) return;
            boolean remembered = Objects.toString(opened.model().folder())
                    .equals(settings.get().model());
            if (!remembered) adapt(opened.model().config().prependBos());
        });
        folded.subscribe((_, _) -> opener.reopen(processing()));
        // Whatever was asked for, the switch tells what the open model is.
        opener.stateProperty().subscribe(state -> {
            if (state.phase() == EngineState.Phase.READY)
                folded.set(!session.model().processing().equals(Processing.RAW));
        });
    }

    private void adapt(boolean byDefault) {
        if (chosen) return;
        adapting = true;
        bos.set(byDefault);
        adapting = false;
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
