package org.headscope.app.intervention;

import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Site;

/** What the list of interventions shows. */
final class InterventionsModel {
    final ObjectProperty<List<Switch>> switches = new SimpleObjectProperty<>(this, "switches", List.of());

    /** Whether the model that is open has a part. */
    final ObjectProperty<Predicate<Site>> parts = new SimpleObjectProperty<>(this, "parts", _ -> true);

    /** The tokens of the prompt as labels. */
    final ObjectProperty<List<String>> tokens = new SimpleObjectProperty<>(this, "tokens", List.of());

    /** The selected position, or null. */
    final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position");

    /** What is wrong with what was typed; empty if nothing is. */
    final StringProperty complaint = new SimpleStringProperty(this, "complaint", "");
}
