package org.headscope.app.session;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;

/**
 * What the user looks at, shared by all panes: every pane shows it and may set it. Positions count the tokens of the
 * current run from 0; null means that none is chosen.
 */
public final class Selection {
    private final ObjectProperty<Site> part = new SimpleObjectProperty<>(this, "part", Site.head(0, 0));
    private final ObjectProperty<Integer> position = new SimpleObjectProperty<>(this, "position");
    private final ObjectProperty<Integer> key = new SimpleObjectProperty<>(this, "key");
    private final ObjectProperty<Integer> hoveredPosition = new SimpleObjectProperty<>(this, "hoveredPosition");
    private final ObjectProperty<Integer> hoveredKey = new SimpleObjectProperty<>(this, "hoveredKey");
    private final ObjectProperty<Integer> token = new SimpleObjectProperty<>(this, "token");

    /**
     * The chosen head, MLP, attention layer or neuron, or what lies in the residual stream between two of them; never null.
     * Its positions are always "all": {@link #place} knows where.
     */
    public ObjectProperty<Site> partProperty() {
        return part;
    }

    /** The chosen part; of the residual stream what lies at the chosen position, where one is chosen. */
    public Site place() {
        Site chosen = part.get();
        Integer at = position.get();
        return chosen.isStream() && at != null ? chosen.at(Positions.of(at)) : chosen;
    }

    /** The chosen token position; the query where an attention cell is chosen. */
    public ObjectProperty<Integer> positionProperty() {
        return position;
    }

    /** The key position of a chosen attention cell. */
    public ObjectProperty<Integer> keyProperty() {
        return key;
    }

    /** The token position under the pointer, in whichever pane; the query of an attention cell. */
    public ObjectProperty<Integer> hoveredPositionProperty() {
        return hoveredPosition;
    }

    /** The key position of the attention cell under the pointer. */
    public ObjectProperty<Integer> hoveredKeyProperty() {
        return hoveredKey;
    }

    /** A token of the vocabulary that is followed, such as one pinned in the lens. */
    public ObjectProperty<Integer> tokenProperty() {
        return token;
    }

    /** Forgets positions that a prompt of {@code length} tokens does not have, and a part that a model does not have. */
    void fit(int length, ModelConfig config) {
        for (ObjectProperty<Integer> chosen : List.of(position, key, hoveredPosition, hoveredKey)) {
            if (chosen.get() != null && chosen.get() >= length) chosen.set(null);
        }
        if (!config.has(part.get())) part.set(Site.head(config.nLayers() - 1, 0));
    }
}
