package org.headscope.app.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.headscope.engine.io.Prompt;

/**
 * Which rows of the library are to be seen. Plain values, so that it can be worked out on any thread.
 *
 * @param words what a prompt must hold, in whatever case; empty for all
 * @param closed names of the groups whose prompts are not shown, unless something is searched
 */
record LibrarySearch(List<PromptGroup> groups, String words, Set<PromptGroup> closed) {
    LibrarySearch {
        groups = List.copyOf(groups);
        words = words.strip();
        closed = Set.copyOf(closed);
    }

    List<LibraryRow> rows() {
        var rows = new ArrayList<LibraryRow>();
        for (PromptGroup group : groups) {
            if (words.isEmpty()) {
                addAll(group, rows);
            } else {
                addFound(group, rows);
            }
        }
        return rows;
    }

    private void addAll(PromptGroup group, List<LibraryRow> rows) {
        boolean open = !closed.contains(group);
        rows.add(new LibraryRow.Heading(group, open, group.prompts().size()));
        for (int i = 0; open && i < group.prompts().size(); i++) rows.add(new LibraryRow.Item(group, i));
    }

    private void addFound(PromptGroup group, List<LibraryRow> rows) {
        var found = new ArrayList<LibraryRow>();
        boolean all = holds(group.name());
        for (int i = 0; i < group.prompts().size(); i++) {
            if (all || matches(group.prompts().get(i))) found.add(new LibraryRow.Item(group, i));
        }
        if (found.isEmpty()) return;
        rows.add(new LibraryRow.Heading(group, true, found.size()));
        rows.addAll(found);
    }

    private boolean matches(Prompt prompt) {
        return holds(prompt.title())
                || holds(prompt.text())
                || holds(prompt.label())
                || holds(prompt.note())
                || holds(prompt.answer());
    }

    private boolean holds(String text) {
        for (int at = 0; at <= text.length() - words.length(); at++) {
            if (text.regionMatches(true, at, words, 0, words.length())) return true;
        }
        return false;
    }
}
