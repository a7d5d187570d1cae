package org.headscope.app.prompt;

import java.util.Arrays;
import javafx.geometry.Pos;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.RunTag;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The menu of what the chips' colour shows, the run it is of, and what the colours mean. */
final class ChipLegend extends VBox {
    private final PromptModel model;
    private final ColourLegend legend = new ColourLegend();
    private final TintLegend tints = new TintLegend();
    private final Label sentence = new Label();
    private final Label tag = new Label();

    ChipLegend(PromptModel model) {
        this.model = model;
        setSpacing(2);
        setMinHeight(Region.USE_PREF_SIZE);
        sentence.getStyleClass().add(Styles.SMALL);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        tag.getStyleClass().add(Styles.SMALL);
        tag.setMinWidth(0);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(4, menu(), space, tag);
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(line, legend, tints, sentence);
        legend.setVisible(false);
        legend.managedProperty().bind(legend.visibleProperty());
        Seen.when(sentence, sentence.textProperty().isNotEmpty());
        model.coloursProperty().subscribe(this::show);
        show(model.coloursProperty().get());
    }

    private MenuButton menu() {
        var menu = new MenuButton();
        menu.setId("chip-colour");
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add(Styles.TEXT_MENU);
        menu.textProperty().bind(model.quantityProperty().map(now -> Text.of("prompt.colour", now.shortWords())));
        var group = new ToggleGroup();
        Arrays.stream(ChipQuantity.values())
                .map(quantity -> item(quantity, group))
                .forEach(menu.getItems()::add);
        var fit = new CheckMenuItem(Text.of("prompt.colour.fit"));
        fit.selectedProperty().bindBidirectional(model.fitProperty());
        menu.getItems().addAll(new SeparatorMenuItem(), fit);
        return menu;
    }

    private RadioMenuItem item(ChipQuantity quantity, ToggleGroup group) {
        var item = new RadioMenuItem(quantity.words());
        item.setToggleGroup(group);
        item.setOnAction(_ -> model.quantityProperty().set(quantity));
        model.quantityProperty().subscribe(now -> item.setSelected(now == quantity));
        return item;
    }

    private void show(ChipColours colours) {
        sentence.setText(colours == null ? "" : sentence(colours));
        Colouring colouring = colours == null ? null : colours.colouring();
        boolean signed = colouring != null && colouring.palette().isDiverging();
        legend.colouringProperty().set(signed ? colouring : null);
        tints.show(signed ? null : colouring);
        tag.setText(colouring == null ? "" : RunTag.run(colours.question().comparison(), colours.shown()));
        if (colouring == null) return;
        String words = "prompt.legend." + words(colours);
        legend.lowWordsProperty().set(Text.of(words + ".low"));
        legend.highWordsProperty().set(Text.of(words + ".high"));
        tints.words(Text.of(words + ".low"), Text.of(words + ".high"));
    }

    private static String words(ChipColours colours) {
        ChipQuantity quantity = colours.question().quantity();
        if (quantity == ChipQuantity.LOG_PROBABILITY_CHANGE) return "logProbabilityChange";
        String kind = quantity.isAttention() ? "attention" : "loss";
        return colours.question().isSigned() ? kind + "Change" : kind;
    }

    private static String sentence(ChipColours colours) {
        ChipQuestion question = colours.question();
        return switch (colours.lack()) {
            case NOTHING ->
                question.quantity().isAttention()
                        ? Text.of(
                                "prompt.legend." + question.quantity(),
                                question.part().label(),
                                question.position() + "",
                                TokenLabel.of(
                                        question.comparison().after().tokens().get(question.position())))
                        : question.isSigned() && question.comparison().isClean() ? Text.of("prompt.legend.clean") : "";
            case NO_RUN -> Text.of("prompt.legend.noRun");
            case NO_HEAD -> Text.of("prompt.legend.noHead");
            case NO_POSITION ->
                Text.of("prompt.legend.noPosition", question.part().label());
        };
    }
}
