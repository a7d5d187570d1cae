package org.headscope.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.headscope.app.text.Text;

/**
 * A menu's worth of commands. Null among the commands is a separator.
 *
 * @param id short name; "" for a group that nothing lies in
 * @param inside the id of the group in whose menu this one is a submenu, or null
 */
public record CommandGroup(String id, String name, String inside, List<Command> commands) {
    public CommandGroup {
        commands = Collections.unmodifiableList(new ArrayList<>(commands));
    }

    /** A menu by its name. */
    public CommandGroup(String name, List<Command> commands) {
        this("", name, null, commands);
    }

    /** A menu whose words are the text {@code menu.<id>}, with commands in their order; null is a separator. */
    public static CommandGroup of(String id, Command... commands) {
        return new CommandGroup(id, Text.of("menu." + id), null, Arrays.asList(commands));
    }

    /** A submenu of the menu with an id, such as the options of a pane. */
    public static CommandGroup inside(String id, String name, List<Command> commands) {
        return new CommandGroup("", name, id, commands);
    }

    /** How one of its commands is called where the menu is not seen: "Attention: Logarithmic colours". */
    String fullName(Command command) {
        String words = command.name().get();
        return inside == null ? words : Text.of("palette.option", name, words);
    }
}
