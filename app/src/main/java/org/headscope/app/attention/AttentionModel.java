package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.hook.Site;

/** What the attention pane shows and how. */
final class AttentionModel {
    /** Whether the pane can be seen; it does nothing else. */
    final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");

    /** The head that is shown large. */
    final ObjectProperty<Site> head = new SimpleObjectProperty<>(this, "head", Site.head(0, 0));
    /** Heads that are added to it. */
    final ObjectProperty<Set<Site>> added = new SimpleObjectProperty<>(this, "added", Set.of());
    /** Heads that are switched off in the experiment. */
    final ObjectProperty<Set<Site>> ablated = new SimpleObjectProperty<>(this, "ablated", Set.of());

    final ObjectProperty<Quantity> quantity = new SimpleObjectProperty<>(this, "quantity", Quantity.PATTERN);
    /** Whether the row and column of BOS are taken out. */
    final BooleanProperty bosOut = new SimpleBooleanProperty(this, "bosOut");
    /** Whether colours follow the logarithm. */
    final BooleanProperty log = new SimpleBooleanProperty(this, "log");
    /** Whether the prompt stands there as text in place of the matrix. */
    final BooleanProperty asText = new SimpleBooleanProperty(this, "asText");

    final ObjectProperty<Direction> direction = new SimpleObjectProperty<>(this, "direction", Direction.BOTH);

    /** Which scores give the letters. */
    final ObjectProperty<RoleSource> source = new SimpleObjectProperty<>(this, "source", RoleSource.REPEATED);
    /** The role by which heads are picked out, or null for all heads. */
    final ObjectProperty<Role> filter = new SimpleObjectProperty<>(this, "filter");
    /** How many heads are picked out. */
    final IntegerProperty count = new SimpleIntegerProperty(this, "count", 5);

    /** The small pictures; null before the first run. */
    final ObjectProperty<GridPicture> grid = new SimpleObjectProperty<>(this, "grid");
    /** The large picture; null before the first run. */
    final ObjectProperty<HeadPicture> picture = new SimpleObjectProperty<>(this, "picture");
    /** Scores on the prompt that is shown; null while they are not there. */
    final ObjectProperty<HeadRoles> promptRoles = new SimpleObjectProperty<>(this, "promptRoles");
    /** Scores on repeated random tokens; null while they are not there. */
    final ObjectProperty<HeadRoles> repeatedRoles = new SimpleObjectProperty<>(this, "repeatedRoles");

    /** The position that the pointer is on, and the key of an attention cell; null for none. */
    final ObjectProperty<Integer> hoveredQuery = new SimpleObjectProperty<>(this, "hoveredQuery");

    final ObjectProperty<Integer> hoveredKey = new SimpleObjectProperty<>(this, "hoveredKey");
    /** The position that is locked, and the key of a locked attention cell; null for none. */
    final ObjectProperty<Integer> lockedQuery = new SimpleObjectProperty<>(this, "lockedQuery");

    final ObjectProperty<Integer> lockedKey = new SimpleObjectProperty<>(this, "lockedKey");

    /** The heads that are shown large: the chosen one and those added to it, in order. */
    List<Site> shownHeads() {
        var heads = new ArrayList<Site>(added.get());
        heads.remove(head.get());
        heads.sort(Comparator.comparingInt(Site::layer).thenComparingInt(Site::head));
        heads.addFirst(head.get());
        return heads;
    }

    /** Adds a head to the one that is shown, or takes it away again. */
    void toggleAdded(Site site) {
        var heads = new HashSet<>(added.get());
        if (!heads.remove(site)) heads.add(site);
        added.set(Set.copyOf(heads));
    }

    /** The scores that give the letters; null while they are not there. */
    HeadRoles letterRoles() {
        return source.get() == RoleSource.PROMPT ? promptRoles.get() : repeatedRoles.get();
    }
}
