package org.headscope.app.example;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.headscope.app.pane.EmptyState;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.TokenQuery.Order;

/** What the pane of examples shows. */
final class ExampleModel {
    /** The effect that is looked at; of those that the survey measures. */
    final ObjectProperty<Effect> effect = new SimpleObjectProperty<>(this, "effect", Effect.DIRECT);

    final ObjectProperty<Order> order = new SimpleObjectProperty<>(this, "order", Order.MOST_HELPED);

    /** Only tokens of this text; empty for all. */
    final StringProperty search = new SimpleStringProperty(this, "search", "");

    final ObjectProperty<List<ExampleRow>> rows = new SimpleObjectProperty<>(this, "rows", List.of());

    /** What the head does on the whole corpus, in words. */
    final StringProperty summary = new SimpleStringProperty(this, "summary", "");

    final ObjectProperty<Passage> passage = new SimpleObjectProperty<>(this, "passage");

    /** The position of the passage whose prediction is looked at, or -1. */
    final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position", -1);

    /** The run behind what is looked at closely; null until it is there. */
    final ObjectProperty<CloserQuestion.Closer> closer = new SimpleObjectProperty<>(this, "closer");

    /** What is known of the prediction at the position; null until it is there. */
    final ObjectProperty<CloserQuestion.Detail> detail = new SimpleObjectProperty<>(this, "detail");

    final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(this, "tab", Tab.LOGITS);

    /** Whether the text is that of the prompt, not of the corpus. */
    final BooleanProperty own = new SimpleBooleanProperty(this, "own");

    /** Whether there is room for the list beside a passage. */
    final BooleanProperty wide = new SimpleBooleanProperty(this, "wide");

    /** What is said about that prediction. */
    final StringProperty prediction = new SimpleStringProperty(this, "prediction", "");

    final BooleanProperty running = new SimpleBooleanProperty(this, "running");

    /** How much of the corpus was read, from 0 to 1. */
    final DoubleProperty fraction = new SimpleDoubleProperty(this, "fraction");

    /** How much was measured, in words. */
    final StringProperty progress = new SimpleStringProperty(this, "progress", "");

    /** Why there is nothing to see; null when there is. */
    final ObjectProperty<EmptyState> reason = new SimpleObjectProperty<>(this, "reason");
}
