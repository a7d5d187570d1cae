package org.headscope.app.attribution;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;

/** The choices of the attribution pane, as commands. */
final class AttributionCommands {
    private AttributionCommands() {}

    static CommandGroup of(AttributionModel model, AttributionView.Actions actions) {
        var commands = new ArrayList<Command>();
        for (SplitBy by : SplitBy.values()) {
            commands.add(
                    Command.choice("attribution." + by, Text.of("attribution.command.by", by.words()), model.by, by));
        }
        commands.add(null);
        commands.add(Command.choice("attribution.bySize", Text.of("attribution.command.size"), model.bySize, true));
        commands.add(Command.choice("attribution.byLayer", Text.of("attribution.command.layer"), model.bySize, false));
        commands.add(null);
        for (TraceStep.Input input : TraceStep.Input.values()) {
            commands.add(Command.named(
                            "attribution.trace." + input,
                            Text.of("attribution.trace." + input),
                            () -> actions.trace(input))
                    .when(model.traceable()));
        }
        var traced = model.trail.map(trail -> !trail.isEmpty());
        commands.add(Command.named(
                        "attribution.back",
                        Text.of("attribution.command.back"),
                        () -> actions.back(model.trail.get().size() - 1))
                .when(traced));
        commands.add(Command.named("attribution.start", Text.of("attribution.command.start"), () -> actions.back(0))
                .when(traced));
        return CommandGroup.inside("view", Text.of("attribution.title"), commands);
    }
}
