package org.headscope.app.lens;

import java.util.ArrayList;
import javafx.beans.binding.Bindings;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.LogitLens;

/** The choices of the logit lens, as commands. */
final class LensCommands {
    private LensCommands() {}

    static CommandGroup of(LensModel model) {
        var commands = new ArrayList<Command>();
        for (ColourBy colour : ColourBy.values()) {
            if (colour == ColourBy.CHANGE) continue;
            String words = Text.of("lens.command.colour", colour.words());
            commands.add(Command.choice("lens." + colour, words, model.colourProperty(), colour));
        }
        commands.add(null);
        for (LogitLens.Norm norm : LogitLens.Norm.values()) {
            commands.add(Command.choice("lens." + norm, Text.of("lens.norm.long." + norm), model.normProperty(), norm));
        }
        commands.add(null);
        commands.add(Command.option("lens.subSteps", Text.of("lens.subSteps"), model.subStepsProperty()));
        commands.add(Command.option("lens.overview", Text.of("lens.overview"), model.overviewProperty()));
        commands.add(Command.option("lens.logScale", Text.of("lens.logScale"), model.logScaleProperty()));
        commands.add(null);
        commands.add(Command.named("lens.unpinAll", Text.of("lens.command.unpinAll"), model::unpinAll)
                .when(Bindings.isNotEmpty(model.pins())));
        return CommandGroup.inside("view", Text.of("lens.title"), commands);
    }
}
