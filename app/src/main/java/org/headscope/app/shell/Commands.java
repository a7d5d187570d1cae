package org.headscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableStringValue;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.command.CommandList;
import org.headscope.app.session.History;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.kordamp.ikonli.feather.Feather;

/** The one list of everything a user can do: menus, toolbar, shortcuts and palette are made from it. */
final class Commands {
    /** What commands need done that only the window can do. */
    interface Window {
        void openFolder();

        void importPrompts();

        void pastePrompts();

        void openPalette();

        void switchTheme();

        void editPrompt();

        void maximise(Pane pane);

        void maximiseFocused();

        BooleanProperty sidesProperty();

        void showAbout();

        void selfTest();

        void ablateSelected();

        void quit();
    }

    private Commands() {}

    static CommandList of(Session session, Switches switches, Window window, List<CommandGroup> ofPanes) {
        History history = session.history();
        var edited = Bindings.createBooleanBinding(
                () -> !session.experimentProperty().get().switches().isEmpty(), session.experimentProperty());
        var groups = new ArrayList<>(List.of(
                CommandGroup.of(
                        "file",
                        Command.of("openFolder", Feather.FOLDER, "Shortcut+O", window::openFolder),
                        Command.of("importPrompts", Feather.FILE_PLUS, "Shortcut+I", window::importPrompts),
                        Command.of("pastePrompts", Feather.CLIPBOARD, "Shortcut+Shift+V", window::pastePrompts),
                        null,
                        Command.of("quit", Feather.LOG_OUT, "Shortcut+Q", window::quit)),
                CommandGroup.of(
                        "edit",
                        Command.of("undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", session::undo)
                                .when(history.canUndo())
                                .named(words(history, "undo", 0)),
                        Command.of("redo", Feather.CORNER_UP_RIGHT, "Shortcut+Shift+Z", session::redo)
                                .when(history.canRedo())
                                .named(words(history, "redo", 1)),
                        null,
                        Command.of("ablateSelected", Feather.SLASH, "Shortcut+D", window::ablateSelected),
                        Command.of("clearInterventions", Feather.X, "Shortcut+Shift+D", session::clearInterventions)
                                .when(edited),
                        null,
                        Command.of("editPrompt", Feather.EDIT_3, "Shortcut+L", window::editPrompt)),
                CommandGroup.of(
                        "run",
                        Command.toggle("bos", Feather.CHEVRONS_RIGHT, "Shortcut+B", switches.bosProperty()),
                        Command.toggle("folded", Feather.LAYERS, "Shortcut+Shift+F", switches.foldedProperty()),
                        null,
                        Command.of(
                                "showBefore",
                                Feather.COLUMNS,
                                "Alt+1",
                                () -> session.shownProperty().set(Shown.BEFORE)),
                        Command.of(
                                "showAfter",
                                Feather.COLUMNS,
                                "Alt+2",
                                () -> session.shownProperty().set(Shown.AFTER)),
                        Command.of(
                                "showDifference",
                                Feather.COLUMNS,
                                "Alt+3",
                                () -> session.shownProperty().set(Shown.DIFFERENCE)),
                        Command.of(
                                "showBoth",
                                Feather.COLUMNS,
                                "Alt+4",
                                () -> session.shownProperty().set(Shown.BOTH)),
                        Command.of("pin", Feather.MAP_PIN, "Shortcut+P", session::togglePin),
                        null,
                        Command.of("runAgain", Feather.PLAY, "Shortcut+R", session::runAgain)
                                .when(session.stoppedProperty()),
                        Command.of("cancel", Feather.STOP_CIRCLE, null, session::cancel)
                                .when(session.busyProperty())),
                view(window),
                CommandGroup.of(
                        "help",
                        Command.of("selfTest", Feather.CHECK_CIRCLE, null, window::selfTest),
                        Command.of("about", Feather.INFO, "F1", window::showAbout))));
        groups.addAll(ofPanes);
        return new CommandList(groups);
    }

    private static CommandGroup view(Window window) {
        var commands = new ArrayList<Command>();
        commands.add(Command.of("palette", Feather.SEARCH, "Shortcut+K", window::openPalette));
        commands.add(Command.of("switchTheme", Feather.MOON, "Shortcut+T", window::switchTheme));
        commands.add(null);
        commands.add(Command.of("maximise", Feather.MAXIMIZE_2, "F11", window::maximiseFocused));
        commands.add(Command.toggle("sides", Feather.SIDEBAR, "Shift+F11", window.sidesProperty()));
        commands.add(null);
        for (Pane pane : Pane.values()) {
            commands.add(Command.called(
                    "large-" + pane.id(),
                    Text.of("command.large", pane.words()),
                    pane.icon(),
                    "Shortcut+" + (pane.ordinal() + 1) % 10,
                    () -> window.maximise(pane)));
        }
        return CommandGroup.of("view", commands.toArray(Command[]::new));
    }

    /** "Undo: switch 3.5 off", naming the step that would be taken back or done again. */
    private static ObservableStringValue words(History history, String command, int ahead) {
        return Bindings.createStringBinding(
                () -> {
                    int step = history.cursorProperty().get() + ahead;
                    boolean none = step < (ahead == 0 ? 1 : 0)
                            || step >= history.steps().size();
                    String name = Text.of("command." + command);
                    return none ? name : name + ": " + history.steps().get(step).words();
                },
                history.cursorProperty(),
                history.steps());
    }
}
