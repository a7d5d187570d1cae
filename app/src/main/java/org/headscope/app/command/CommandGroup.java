package org.headscope.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.headscope.app.text.Text;

/** A menu's worth of commands. Null among the commands is a separator. */
public record CommandGroup(String name, List<Command> commands) {
    public CommandGroup {
        commands = Collections.unmodifiableList(new ArrayList<>(commands));
    }

    /** A menu whose words are the text {@code menu.<id>}, with commands in their order; null is a separator. */
    public static CommandGroup of(String id, Command... commands) {
        return new CommandGroup(Text.of("menu." + id), Arrays.asList(commands));
    }
}
