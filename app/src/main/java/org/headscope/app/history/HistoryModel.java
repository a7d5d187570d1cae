package org.headscope.app.history;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.engine.experiment.Experiment;

/** Which step of the history is the current one, and which experiment all are compared with. */
final class HistoryModel {
    final IntegerProperty current = new SimpleIntegerProperty(this, "current", -1);
    final ObjectProperty<Experiment> pinned = new SimpleObjectProperty<>(this, "pinned");
}
