package org.headscope.app.shell;

import java.util.Objects;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.command.CommandList;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;

/** What the program is, and every shortcut. */
final class AboutDialog {
    private final Dialog<Void> dialog = new Dialog<>();

    AboutDialog(Window owner, CommandList commands) {
        dialog.initOwner(owner);
        dialog.setTitle(Text.of("command.about"));
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        var name = new Label(Text.of("app.name") + " " + Objects.requireNonNullElse(version(), ""));
        name.getStyleClass().add(Styles.TITLE);
        var words = new Label(Text.of("about.words"));
        words.setWrapText(true);
        words.setPrefWidth(460);
        words.getStyleClass().add(Styles.MUTED);
        var content = new VBox(12, name, words, shortcuts(commands));
        dialog.getDialogPane().setContent(content);
        Theme.apply(dialog.getDialogPane().getScene());
    }

    void show() {
        dialog.show();
    }

    private static String version() {
        return AboutDialog.class.getPackage().getImplementationVersion();
    }

    private static GridPane shortcuts(CommandList commands) {
        var grid = new GridPane(24, 4);
        int row = 0;
        for (Command command : commands.all()) {
            if (command.shortcut() == null) continue;
            grid.addRow(row++, new Label(Text.of("command." + command.id())), CommandControls.keys(command));
        }
        return grid;
    }
}
