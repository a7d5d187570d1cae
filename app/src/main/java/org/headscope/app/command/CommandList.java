package org.headscope.app.command;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Every command of the window, grouped as in the menus. */
public record CommandList(List<CommandGroup> groups) {
    public CommandList {
        groups = List.copyOf(groups);
        var ids = new HashSet<String>();
        var keys = new HashSet<>();
        for (CommandGroup group : groups) {
            for (Command command : group.commands()) {
                if (command != null && !ids.add(command.id())) {
                    throw new IllegalArgumentException("two commands " + command.id());
                }
                if (command != null && command.shortcut() != null && !keys.add(command.shortcut())) {
                    throw new IllegalArgumentException("two commands on " + command.shortcut());
                }
            }
        }
    }

    /** All commands in the order of the menus. */
    public List<Command> all() {
        return groups.stream()
                .flatMap(group -> group.commands().stream())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The command with an id. */
    public Command get(String id) {
        return all().stream()
                .filter(command -> command.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no command " + id));
    }
}
