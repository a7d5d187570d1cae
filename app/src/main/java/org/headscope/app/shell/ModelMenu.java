package org.headscope.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.model.Model;

/** The chip that names the open model and opens others: the bundled one, recent ones, any folder. */
final class ModelMenu extends MenuButton {
    private final Label name = new Label();
    private final Label size = new Label();

    ModelMenu(Session session, Supplier<List<String>> recent, Consumer<Path> open, Command openFolder) {
        getStyleClass().add(Styles.CHIP);
        name.getStyleClass().add(Styles.STRONG);
        size.getStyleClass().add(Styles.MUTED);
        var words = new HBox(name, size);
        words.getStyleClass().add("chip-words");
        setGraphic(words);
        setAccessibleText(Text.of("model.menu"));
        var whole = new Tooltip();
        whole.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> name.getText() + "  " + size.getText(), name.textProperty(), size.textProperty()));
        setTooltip(whole);
        session.laboratoryProperty().subscribe((Laboratory laboratory) -> show(laboratory));
        setOnShowing(_ -> fill(recent.get(), open, openFolder));
        fill(recent.get(), open, openFolder);
    }

    /** Shows the name alone where there is no room for more. */
    void setBrief(boolean brief) {
        size.setVisible(!brief);
        size.setManaged(!brief);
    }

    private void show(Laboratory laboratory) {
        if (laboratory == null) {
            name.setText(Text.of("model.none"));
            size.setText("");
            return;
        }
        Model model = laboratory.model();
        name.setText(model.name());
        size.setText(
                Text.of("model.size", model.config().nLayers(), model.config().nHeads()));
    }

    private void fill(List<String> recent, Consumer<Path> open, Command openFolder) {
        var bundled = new MenuItem(Text.of("model.bundled", Resources.BUNDLED_MODEL));
        bundled.setOnAction(_ -> open.accept(Resources.bundledModel()));
        getItems().setAll(bundled);
        List<Path> others = recent.stream()
                .map(Path::of)
                .filter(folder -> !folder.equals(Resources.bundledModel()))
                .toList();
        if (!others.isEmpty()) getItems().add(new SeparatorMenuItem());
        for (Path folder : others) {
            var item = new MenuItem(folder.getFileName() + "   " + folder.getParent());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> open.accept(folder));
            getItems().add(item);
        }
        getItems().addAll(new SeparatorMenuItem(), CommandControls.item(openFolder));
    }
}
