package org.headscope.app.prompt;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;

/** The choices of the token strip, as commands. */
final class TokenCommands {
    private TokenCommands() {}

    static CommandGroup of(PromptModel model) {
        var commands = new ArrayList<Command>();
        for (ChipQuantity quantity : ChipQuantity.values()) {
            String words = Text.of("prompt.command.colour", quantity.words());
            commands.add(Command.choice("tokens." + quantity, words, model.quantityProperty(), quantity));
        }
        commands.add(null);
        commands.add(Command.option("tokens.fit", Text.of("prompt.colour.fit"), model.fitProperty()));
        return CommandGroup.inside("view", Text.of("prompt.command.group"), commands);
    }
}
