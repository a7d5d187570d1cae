package org.headscope.app;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.MenuBar;
import javafx.scene.input.KeyCombination;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.command.CommandList;
import org.headscope.app.command.CommandPalette;
import org.headscope.app.command.PaletteEntry;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The commands of the gallery. */
final class GalleryCommands {
    private static final CommandList COMMANDS = new CommandList(List.of(
            new CommandGroup(
                    "File",
                    Arrays.asList(
                            command("Open model folder…", Feather.FOLDER, "Shortcut+O", null),
                            null,
                            command("Save picture…", Feather.DOWNLOAD, "Shortcut+S", null),
                            command("Quit", null, "Shortcut+Q", null))),
            new CommandGroup(
                    "Run",
                    List.of(
                            command("Undo: ablate 3.5", Feather.CORNER_UP_LEFT, "Shortcut+Z", null),
                            command("Beginning-of-sequence token", null, null, new SimpleBooleanProperty(true)),
                            command("Clear all interventions", Feather.X, null, null)))));

    private GalleryCommands() {}

    private static Command command(String name, Ikon icon, String keys, SimpleBooleanProperty selected) {
        return new Command(
                name,
                new SimpleStringProperty(name),
                icon,
                keys == null ? null : KeyCombination.valueOf(keys),
                new SimpleBooleanProperty(true),
                selected,
                () -> {});
    }

    static MenuBar menuBar() {
        return CommandControls.menuBar(COMMANDS);
    }

    static CommandPalette palette() {
        var heads = IntStream.range(0, 40)
                .mapToObj(i -> new PaletteEntry("Head " + i / 8 + "." + i % 8, "head", () -> {}))
                .toList();
        return new CommandPalette(COMMANDS, List.of(typed -> heads));
    }
}
