package org.headscope.app.attribution;

import java.util.List;
import java.util.Objects;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/** What the attribution pane shows, and what is chosen in it. */
final class AttributionModel {
    /** What is seen until the first numbers are there. */
    static final EmptyState WORKING =
            new EmptyState(Text.of("attribution.working"), Text.of("attribution.working.why"));

    /** Null before the first numbers. */
    final ObjectProperty<AttributionTable> table = new SimpleObjectProperty<>(this, "table");

    /** Whether {@link #table} belongs to an older question. */
    final BooleanProperty held = new SimpleBooleanProperty(this, "held");

    /** Why there is a run and nothing to show of it; null if there is. */
    final ObjectProperty<EmptyState> reason = new SimpleObjectProperty<>(this, "reason", WORKING);

    final ObjectProperty<SplitBy> by = new SimpleObjectProperty<>(this, "by", SplitBy.HEADS);
    final BooleanProperty bySize = new SimpleBooleanProperty(this, "bySize", true);

    /** The steps from the logits to what is split. */
    final ObjectProperty<List<TraceStep>> trail = new SimpleObjectProperty<>(this, "trail", List.of());

    /** The part that is looked at; never null. */
    final ObjectProperty<Site> chosen = new SimpleObjectProperty<>(this, "chosen", Site.head(0, 0));

    /** What the chosen part does to the logits of tokens; null until it is known. */
    final ObjectProperty<Promoted> promoted = new SimpleObjectProperty<>(this, "promoted");

    /** Whether the inputs of the chosen part can be traced: it is a head that gives something to what is split. */
    BooleanBinding traceable() {
        return new BooleanBinding() {
            {
                bind(table, chosen);
            }

            @Override
            protected boolean computeValue() {
                AttributionTable shown = table.get();
                return shown != null && shown.cell(chosen.get()) != null;
            }
        };
    }

    /** The bars that are shown; none before the first numbers. */
    List<Row> rows() {
        AttributionTable shown = table.get();
        return shown == null ? List.of() : shown.rows(byShown(), bySize.get(), head());
    }

    /** The way to split that is seen: the wanted one where there is one. */
    SplitBy byShown() {
        return offers(by.get()) ? by.get() : SplitBy.HEADS;
    }

    /** The chosen head, or null if another part is chosen. */
    Site head() {
        return chosen.get().is(Part.HEAD) ? chosen.get() : null;
    }

    /** Which ways to split what is shown there are. */
    boolean offers(SplitBy way) {
        AttributionTable shown = table.get();
        if (shown == null) return true;
        return switch (way) {
            case LAYERS, HEADS -> true;
            case NEURONS -> !shown.now().neurons().isEmpty();
            case SOURCES -> head() != null && shown.cell(head()) != null;
        };
    }

    /** The row of the chosen part, or null. */
    Row chosenRow() {
        return rows().stream()
                .filter(row -> Objects.equals(row.site(), chosen.get()))
                .findFirst()
                .orElse(null);
    }
}
