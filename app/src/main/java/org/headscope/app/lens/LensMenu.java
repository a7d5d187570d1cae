package org.headscope.app.lens;

import javafx.beans.property.BooleanProperty;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.headscope.app.pane.MenuChoice;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.LogitLens;

/** The one menu of the pane; its text says what is shown. */
final class LensMenu extends MenuButton {
    private final LensModel model;

    LensMenu(LensModel model) {
        this.model = model;
        setId("lens-menu");
        getStyleClass().add(Styles.TEXT_MENU);
        setAccessibleText(Text.of("lens.menu"));
        for (ColourBy colour : ColourBy.values()) {
            if (colour != ColourBy.CHANGE)
                getItems().add(MenuChoice.item(colour.words(), model.colourProperty(), colour));
        }
        var chosen = new Menu(Text.of("lens.chosen"));
        model.pins().subscribe(() -> fill(chosen));
        fill(chosen);
        getItems().addAll(chosen, new SeparatorMenuItem());
        for (LogitLens.Norm norm : LogitLens.Norm.values()) {
            getItems().add(MenuChoice.item(Text.of("lens.norm.long." + norm), model.normProperty(), norm));
        }
        getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        check("lens.subSteps", model.subStepsProperty()),
                        check("lens.overview", model.overviewProperty()),
                        check("lens.logScale", model.logScaleProperty()));
        model.colourProperty().subscribe(this::say);
        model.normProperty().subscribe(this::say);
        model.tableProperty().subscribe(this::say);
        say();
    }

    private void say() {
        String words = Text.of(
                "lens.menu.says",
                model.colourShown().words(),
                Text.of("lens.norm." + model.normProperty().get()));
        setText(words);
        setTooltip(new Tooltip(Text.of("lens.menu") + ": " + words));
    }

    private void fill(Menu chosen) {
        chosen.getItems().setAll(MenuChoice.item(Text.of("lens.chosen.next"), model.againstProperty(), null));
        model.pins()
                .forEach(pin ->
                        chosen.getItems().add(MenuChoice.item(pin.label(), model.againstProperty(), pin.token())));
    }

    private static CheckMenuItem check(String key, BooleanProperty property) {
        var item = new CheckMenuItem(Text.of(key));
        item.selectedProperty().bindBidirectional(property);
        return item;
    }
}
