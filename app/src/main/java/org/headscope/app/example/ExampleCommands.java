package org.headscope.app.example;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;
import org.headscope.engine.survey.TokenQuery.Order;
import org.kordamp.ikonli.feather.Feather;

/** The choices of the pane of examples, as commands. */
final class ExampleCommands {
    private ExampleCommands() {}

    static CommandGroup of(ExampleModel model, Runnable openCorpus) {
        var commands = new ArrayList<Command>();
        for (Order order : Order.values()) {
            commands.add(Command.choice("example." + order, Text.of("example.order." + order), model.order, order));
        }
        commands.add(null);
        commands.add(Command.of("openCorpus", Feather.BOOK_OPEN, null, openCorpus));
        return CommandGroup.inside("view", Text.of("example.title"), commands);
    }
}
