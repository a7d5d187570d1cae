package org.headscope.app.patching;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;

/** The choices of the patching pane, as commands. */
final class PatchingCommands {
    private PatchingCommands() {}

    static CommandGroup of(PatchingModel model) {
        var commands = new ArrayList<Command>();
        for (Mode mode : Mode.values()) {
            commands.add(Command.choice(
                    "patching.mode." + mode, Text.of("patching.mode." + mode + ".tip"), model.mode, mode));
        }
        commands.add(null);
        for (PatchMap map : PatchMap.values()) {
            String words = Text.of("patching.command.map", map.words());
            commands.add(Command.choice("patching.map." + map, words, model.map, map)
                    .when(model.ground.map(
                            ground -> map.isIn(ground.pair().model().config()))));
        }
        commands.add(null);
        for (Direction direction : Direction.values()) {
            String words = Text.of("patching.direction." + direction);
            commands.add(Command.choice("patching." + direction, words, model.direction, direction));
        }
        commands.add(null);
        commands.add(Command.choice("patching.normalised", Text.of("patching.scale.normalised"), model.raw, false));
        commands.add(Command.choice("patching.raw", Text.of("patching.scale.raw"), model.raw, true));
        commands.add(Command.choice("patching.fixed", Text.of("patching.range.fixed.command"), model.fixedRange, true));
        commands.add(Command.choice("patching.fit", Text.of("patching.range.fit.command"), model.fixedRange, false));
        return CommandGroup.inside("view", Text.of("patching.title"), commands);
    }
}
