package org.headscope.app.ablation;

import java.util.ArrayList;
import javafx.beans.binding.Bindings;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.text.Text;

/** The choices of the ablation pane, as commands. */
final class AblationCommands {
    private AblationCommands() {}

    static CommandGroup of(AblationModel model) {
        var commands = new ArrayList<Command>();
        for (AblationKind kind : AblationKind.values()) {
            Command command = Command.choice("ablation." + kind, Text.of("ablation.kind." + kind), model.kind, kind);
            commands.add(
                    kind.needsSet()
                            ? command.when(
                                    model.library.map(sets -> !sets.groups().isEmpty()))
                            : command);
        }
        commands.add(null);
        commands.add(
                Command.choice("ablation.all", Text.of("ablation.where.all.command"), model.chosenPosition, false));
        commands.add(Command.choice(
                        "ablation.selected", Text.of("ablation.where.selected.command"), model.chosenPosition, true)
                .when(model.position.map(words -> !words.isEmpty())));
        commands.add(null);
        for (Path path : Path.values()) {
            String words = Text.of("ablation.path.command", Text.of("ablation.path." + path));
            commands.add(Command.choice("ablation.path." + path, words, model.path, path));
        }
        commands.add(null);
        commands.add(Command.choice("ablation.metric", Text.of("ablation.by.metric.command"), model.byLoss, false));
        commands.add(Command.choice("ablation.loss", Text.of("ablation.by.loss.command"), model.byLoss, true));
        commands.add(null);
        commands.add(Command.choice("ablation.one", Text.of("ablation.prompts.one.command"), model.averageOver, null));
        commands.add(Command.named(
                        "ablation.average",
                        Text.of("ablation.prompts.set.command"),
                        () -> model.averageOver.set(model.group.get()))
                .when(model.library.map(sets -> !sets.groups().isEmpty())));
        commands.add(null);
        commands.add(Command.choice("ablation.fit", Text.of("ablation.range.fit.command"), model.fixedRange, false));
        commands.add(Command.choice("ablation.fixed", Text.of("ablation.range.fixed.command"), model.fixedRange, true));
        commands.add(null);
        commands.add(Command.option("ablation.table", Text.of("ablation.table.command"), model.tabular));
        for (Column column : Column.values()) {
            var seen = Bindings.createBooleanBinding(
                    () -> model.tabular.get() && column.isSeen(model.path.get(), model.averaged.get()),
                    model.tabular,
                    model.path,
                    model.averaged);
            String words = Text.of("ablation.sort", column.words());
            commands.add(Command.choice("ablation.sort." + column, words, model.sort, column)
                    .when(seen));
        }
        return CommandGroup.inside("view", Text.of("ablation.title"), commands);
    }
}
