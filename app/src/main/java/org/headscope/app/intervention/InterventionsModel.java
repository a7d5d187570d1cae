package org.headscope.app.intervention;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Intervention;

/** What the list of interventions shows. */
final class InterventionsModel {
    final ObjectProperty<List<Switch>> switches = new SimpleObjectProperty<>(this, "switches", List.of());

    /** Why the model that is open cannot apply an intervention; empty where it can. */
    final ObjectProperty<Function<Intervention, String>> obstacles =
            new SimpleObjectProperty<>(this, "obstacles", _ -> "");

    /** The tokens of the prompt as labels. */
    final ObjectProperty<List<String>> tokens = new SimpleObjectProperty<>(this, "tokens", List.of());

    /** The selected position, or null. */
    final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position");

    /** What is wrong with what was typed; empty if nothing is. */
    final StringProperty complaint = new SimpleStringProperty(this, "complaint", "");
}
