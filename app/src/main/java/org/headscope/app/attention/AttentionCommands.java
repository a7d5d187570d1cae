package org.headscope.app.attention;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;

/** The choices of the attention pane, as commands. */
final class AttentionCommands {
    private AttentionCommands() {}

    static CommandGroup of(AttentionModel model) {
        var commands = new ArrayList<Command>();
        commands.add(Command.choice("attention.matrix", Text.of("attention.command.matrix"), model.asText, false));
        commands.add(Command.choice("attention.text", Text.of("attention.asText.menu"), model.asText, true));
        commands.add(null);
        for (Quantity quantity : Quantity.values()) {
            commands.add(Command.choice("attention." + quantity, quantity.words(), model.quantity, quantity));
        }
        commands.add(null);
        commands.add(Command.option("attention.bosOut", Text.of("attention.bosOut.menu"), model.bosOut));
        commands.add(Command.option("attention.log", Text.of("attention.log.menu"), model.log));
        commands.add(null);
        for (Direction direction : Direction.values()) {
            commands.add(Command.choice(
                    "attention." + direction,
                    Text.of("attention.command.direction", direction.words()),
                    model.direction,
                    direction));
        }
        commands.add(null);
        for (RoleSource source : RoleSource.values()) {
            commands.add(
                    Command.choice("attention." + source, Text.of("attention.source." + source), model.source, source));
        }
        commands.add(null);
        commands.add(Command.choice("attention.allHeads", Text.of("attention.command.allHeads"), model.filter, null));
        for (Role role : Role.values()) {
            commands.add(Command.choice(
                    "attention.pick." + role, Text.of("attention.command.pick", role.words()), model.filter, role));
        }
        return CommandGroup.inside("view", Text.of("attention.title"), commands);
    }
}
