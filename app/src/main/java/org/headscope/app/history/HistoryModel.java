package org.headscope.app.history;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;

/** Which step of the history is the current one. */
final class HistoryModel {
    final IntegerProperty current = new SimpleIntegerProperty(this, "current", -1);
}
