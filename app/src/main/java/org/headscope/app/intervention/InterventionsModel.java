package org.headscope.app.intervention;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.engine.experiment.Switch;

/** What the list of interventions shows. */
final class InterventionsModel {
    final ObjectProperty<List<Switch>> switches = new SimpleObjectProperty<>(this, "switches", List.of());

    /** The tokens of the prompt as labels. */
    final ObjectProperty<List<String>> tokens = new SimpleObjectProperty<>(this, "tokens", List.of());

    /** The selected position, or null. */
    final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position");

    /** What is wrong with what was typed; empty if nothing is. */
    final StringProperty complaint = new SimpleStringProperty(this, "complaint", "");
}
