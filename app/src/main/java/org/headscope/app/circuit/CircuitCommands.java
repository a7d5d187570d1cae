package org.headscope.app.circuit;

import java.util.ArrayList;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;

/** The choices of the circuits pane, as commands. */
final class CircuitCommands {
    private CircuitCommands() {}

    static CommandGroup of(CircuitModel model) {
        var commands = new ArrayList<Command>();
        for (Aspect aspect : Aspect.values()) {
            commands.add(Command.choice("circuit." + aspect, aspect.words(), model.aspect, aspect));
        }
        commands.add(null);
        for (Kind kind : Kind.values()) {
            String words = Text.of("circuit.command.kind", Text.of("circuit.kind." + kind));
            commands.add(Command.choice("circuit." + kind, words, model.kind, kind));
        }
        commands.add(null);
        for (Fixed fixed : Fixed.values()) {
            String words = Text.of("circuit.command.fixed", Text.of("circuit.fixed." + fixed));
            commands.add(Command.choice("circuit." + fixed, words, model.fixed, fixed));
        }
        commands.add(null);
        commands.add(Command.option("circuit.scaled", Text.of("circuit.command.scaled"), model.scaled));
        return CommandGroup.inside("view", Text.of("circuit.title"), commands);
    }
}
