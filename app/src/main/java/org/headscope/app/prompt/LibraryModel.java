package org.headscope.app.prompt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.headscope.app.text.Text;
import org.headscope.engine.io.Prompt;

/** The library: its groups, which of their rows are seen, and which prompt is the one in the editor. */
final class LibraryModel {
    private final ObservableList<PromptGroup> groups = FXCollections.observableArrayList();
    private final ObservableList<Prompt> prompts = FXCollections.observableArrayList();
    /** One for all: it hears of changes only as long as somebody holds it. */
    private final ObservableList<Prompt> seenPrompts = FXCollections.unmodifiableObservableList(prompts);

    private final ObservableList<LibraryRow> rows = FXCollections.observableArrayList();
    private final Set<PromptGroup> closed = new HashSet<>();
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final StringProperty reading = new SimpleStringProperty(this, "reading", "");
    private final BooleanProperty idsOnly = new SimpleBooleanProperty(this, "idsOnly");
    private final StringProperty added = new SimpleStringProperty(this, "added", "");
    private final ObjectProperty<LibraryRow.Item> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObjectProperty<PromptGroup> revealed = new SimpleObjectProperty<>(this, "revealed");
    private final ObjectProperty<ImportReport> report = new SimpleObjectProperty<>(this, "report");

    ObservableList<PromptGroup> groups() {
        return groups;
    }

    /** The prompts of all groups. */
    ObservableList<Prompt> prompts() {
        return seenPrompts;
    }

    /** What the list shows. */
    ObservableList<LibraryRow> rows() {
        return rows;
    }

    StringProperty searchProperty() {
        return search;
    }

    /** What is being read now, in a few words; empty if nothing is. */
    StringProperty readingProperty() {
        return reading;
    }

    /** Whether the open model takes token ids only, so that it cannot read prompts of words. */
    BooleanProperty idsOnlyProperty() {
        return idsOnly;
    }

    /** How many prompts the newest import brought, in one sentence; empty once the user goes on. */
    StringProperty addedProperty() {
        return added;
    }

    /** The prompt that is in the editor, unchanged; null if another text is. */
    ObjectProperty<LibraryRow.Item> chosenProperty() {
        return chosen;
    }

    /** The group that came last, which the list is to show; null once the user has gone elsewhere in it. */
    ObjectProperty<PromptGroup> revealedProperty() {
        return revealed;
    }

    /** What the newest import could not use; null if nothing, or if it was dismissed. */
    ObjectProperty<ImportReport> reportProperty() {
        return report;
    }

    /**
     * Adds groups at the end, in place of earlier readings of the same files; what is pasted comes behind what was pasted
     * earlier, each prompt once. Of the bundled ones only the first is open.
     */
    void add(List<PromptGroup> read) {
        List<PromptGroup> added = read.stream().map(this::withEarlier).toList();
        groups.removeIf(old -> read.stream().anyMatch(group -> group.goesOn(old)));
        groups.removeIf(old -> added.stream().anyMatch(group -> group.replaces(old)));
        for (PromptGroup group : added) {
            if (group.isBundled() && !groups.isEmpty()) closed.add(group);
            groups.add(group);
        }
        forgetClosed();
        collect();
        if (!added.isEmpty() && !added.getFirst().isBundled()) revealed.set(added.getFirst());
    }

    private PromptGroup withEarlier(PromptGroup group) {
        PromptGroup earlier = groups.stream()
                .filter(group::goesOn)
                .findFirst()
                .orElseGet(() -> new PromptGroup(group.name(), group.origin(), group.day(), List.of()));
        boolean pasted = group.origin() == PromptGroup.Origin.PASTED;
        PromptGroup whole = pasted ? earlier.with(group) : group;
        if (!group.isBundled()) {
            int fresh = whole.prompts().size() - (pasted ? earlier.prompts().size() : 0);
            added.set(Text.of("prompt.import.added", fresh, group.prompts().size() - fresh, group.name()));
        }
        return whole;
    }

    /** Adds the groups of the last session, closed. */
    void restore(List<PromptGroup> kept) {
        closed.addAll(kept);
        groups.addAll(kept);
        collect();
    }

    void remove(PromptGroup group) {
        groups.remove(group);
        forgetClosed();
        collect();
    }

    private void forgetClosed() {
        closed.retainAll(Set.copyOf(groups));
        if (chosen.get() != null && !groups.contains(chosen.get().group())) chosen.set(null);
    }

    private void collect() {
        prompts.setAll(
                groups.stream().flatMap(group -> group.labelled().stream()).toList());
    }

    /** Opens or closes a group. */
    void open(PromptGroup group, boolean wanted) {
        if (wanted) {
            closed.remove(group);
        } else {
            closed.add(group);
        }
    }

    LibrarySearch question() {
        return new LibrarySearch(groups, search.get(), closed);
    }

    /** Finds the prompt that an experiment asks about, preferring the one chosen already. */
    void locate(String text) {
        LibraryRow.Item now = chosen.get();
        if (now != null && now.prompt().text().equals(text)) return;
        chosen.set(groups.stream()
                .filter(group -> group.indexOf(text) >= 0)
                .findFirst()
                .map(group -> new LibraryRow.Item(group, group.indexOf(text)))
                .orElse(null));
    }
}
