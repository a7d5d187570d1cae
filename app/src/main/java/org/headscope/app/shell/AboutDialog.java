package org.headscope.app.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.command.CommandList;
import org.headscope.app.resources.Resources;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;

/** What the program is, its version and licences, and every shortcut. */
final class AboutDialog {
    private static final double WIDTH = 640;
    private static final String LICENCE = "https://www.apache.org/licenses/LICENSE-2.0";

    /** Keys that mean something where the focus is. */
    private static final List<String> IN_PANES =
            List.of("escape", "trace", "traceBack", "knockOut", "move", "remove", "pinStep");

    /** Keys and what they do. */
    private record Shortcut(String keys, String words) {}

    private final Dialog<Void> dialog = new Dialog<>();
    private final Consumer<String> onLink;

    /**
     * @param onLink shows an address outside of the window
     */
    AboutDialog(Window owner, CommandList commands, Consumer<String> onLink) {
        this.onLink = onLink;
        dialog.initOwner(owner);
        dialog.setTitle(Text.of("command.about"));
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.getDialogPane().getStylesheets().add(Shell.SHEET);
        var words = new Label(Text.of("about.words"));
        words.setWrapText(true);
        words.setPrefWidth(WIDTH);
        words.setMinHeight(Region.USE_PREF_SIZE);
        var shortcuts = new Label(Text.of("about.shortcuts"));
        shortcuts.getStyleClass().add(Styles.SECTION);
        var content = new VBox(title(), words, links(), shortcuts, shortcuts(commands));
        content.getStyleClass().add("about");
        content.setId("about");
        dialog.getDialogPane().setContent(content);
        Theme.apply(dialog.getDialogPane().getScene());
    }

    void show() {
        dialog.show();
    }

    private static HBox title() {
        var name = new Label(Text.of("app.name"));
        name.getStyleClass().add(Styles.TITLE);
        String packed = AboutDialog.class.getPackage().getImplementationVersion();
        var version = new Label(packed == null ? Text.of("about.fromSource") : Text.of("about.version", packed));
        version.getStyleClass().add(Styles.MUTED);
        version.setId("about-version");
        var title = new HBox(name, version);
        title.getStyleClass().add("about-title");
        return title;
    }

    private HBox links() {
        var others = Resources.folder().resolve("licences").toUri().toString();
        var links = new HBox(link("about.licence", LICENCE), link("about.others", others));
        links.getStyleClass().add("about-links");
        return links;
    }

    private Hyperlink link(String key, String address) {
        var link = new Hyperlink(Text.of(key));
        link.setOnAction(_ -> onLink.accept(address));
        return link;
    }

    /** What it always does: the words of some commands change with what they would do now. */
    private static String words(Command command) {
        String key = "command." + command.id();
        return Text.has(key) ? Text.of(key) : command.name().get();
    }

    /** In two columns, to be read downwards. */
    private static GridPane shortcuts(CommandList commands) {
        var all = new ArrayList<Shortcut>();
        for (Command command : commands.all()) {
            boolean plain = command.id().equals("ablateSelected");
            if (plain) all.add(new Shortcut(Text.of("about.key.A"), words(command)));
            if (command.shortcut() != null) all.add(new Shortcut(command.keys(), words(command)));
        }
        for (String inPane : IN_PANES)
            all.add(new Shortcut(Text.of("about.key." + inPane), Text.of("about.does." + inPane)));
        var grid = new GridPane(12, 5);
        for (int column = 0; column < 4; column++) {
            var width = new ColumnConstraints();
            width.setMinWidth(Region.USE_PREF_SIZE);
            grid.getColumnConstraints().add(width);
        }
        int rows = (all.size() + 1) / 2;
        for (int i = 0; i < all.size(); i++) {
            var words = new Label(all.get(i).words());
            words.setMinWidth(Region.USE_PREF_SIZE);
            var keys = CommandControls.keys(all.get(i).keys());
            grid.add(keys, i / rows * 2, i % rows);
            grid.add(words, i / rows * 2 + 1, i % rows);
        }
        return grid;
    }
}
