package org.headscope.app.outcome;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What the pane of the next token shows. */
final class OutcomeModel {
    /** Whether there are interventions, so that there is something to compare. */
    final BooleanProperty changed = new SimpleBooleanProperty(this, "changed");

    final ObjectProperty<List<NextTokens.Row>> tokens = new SimpleObjectProperty<>(this, "tokens", List.of());

    /** Where the next token is looked at, in words. */
    final StringProperty where = new SimpleStringProperty(this, "where", "");

    final ObjectProperty<List<LossChange>> losses = new SimpleObjectProperty<>(this, "losses", List.of());

    /** Mean loss before and after in words. */
    final StringProperty loss = new SimpleStringProperty(this, "loss", "");

    /** How many tokens the prompt has. */
    final ObjectProperty<Integer> length = new SimpleObjectProperty<>(this, "length", 0);

    /** The position that is shown. */
    final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position", -1);
}
