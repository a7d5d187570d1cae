package org.headscope.app.repair;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.app.pane.EmptyState;
import org.headscope.engine.hook.Site;

/** What the pane of self-repair shows. */
final class RepairModel {
    final ObjectProperty<List<RepairRow>> rows = new SimpleObjectProperty<>(this, "rows", List.of());

    /** The story in numbers, a sentence each. */
    final ObjectProperty<List<String>> sentences = new SimpleObjectProperty<>(this, "sentences", List.of());

    /** The part that is selected in all panes; may be null. */
    final ObjectProperty<Site> chosen = new SimpleObjectProperty<>(this, "chosen");

    /** Why there is nothing to see; null when there is. */
    final ObjectProperty<EmptyState> reason = new SimpleObjectProperty<>(this, "reason");
}
