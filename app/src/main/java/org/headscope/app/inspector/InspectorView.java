package org.headscope.app.inspector;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.session.Offer;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Intervention;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of the inspector. */
final class InspectorView {
    private static final double DIMMED = 0.55;
    /** Behind the buttons to switch off and to change. */
    private static final int QUICK_AT = 2;

    private final InspectorModel model;
    private final FlowPane buttons = new FlowPane(5, 5);
    private final VBox region = new VBox(5);
    private List<Button> quick = List.of();
    private SteerForm form;

    InspectorView(InspectorModel model, Runnable ablate, Runnable clearToken) {
        this.model = model;
        region.setId("inspector");
        var part = text(model.part, Styles.TITLE);
        part.setId("inspector-part");
        var off = new Label();
        off.textProperty().bind(model.ablated.map(is -> Text.of(is ? "inspector.off" : "inspector.changed")));
        off.getStyleClass().addAll(Styles.BADGE, Styles.ACCENT_TEXT);
        Seen.when(off, model.off);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var title = new HBox(8, part, off);
        var toggle = button(ablate);
        toggle.setId("inspector-ablate");
        toggle.textProperty().bind(Bindings.createStringBinding(() -> toggleWords(model), model.off, model.ablated));
        toggle.setGraphic(key("inspector.ablate.key"));
        toggle.setContentDisplay(ContentDisplay.RIGHT);
        buttons.getChildren().add(toggle);
        var suggestion = text(model.tryNext, Styles.MUTED);
        suggestion.setId("inspector-try");
        region.getChildren()
                .setAll(
                        section("inspector.title"),
                        title,
                        lines(model.partLines, Styles.SMALL),
                        buttons,
                        suggestionBox(suggestion),
                        lines(model.place.map(PlaceWords::numbers).orElse(List.of()), Styles.SMALL),
                        new PlaceTokens(model),
                        new RoleTable(model),
                        looksLine(),
                        lines(model.attended, Styles.MONO),
                        new CircuitTokens(model),
                        tokenBox(clearToken));
        model.stale.subscribe(stale -> region.setOpacity(stale ? DIMMED : 1));
    }

    Region region() {
        return region;
    }

    private static String toggleWords(InspectorModel model) {
        if (!model.off.get()) return Text.of("inspector.ablate");
        return Text.of(model.ablated.get() ? "inspector.switchOn" : "inspector.takeBack");
    }

    /** A menu of what else can be done to the part; made anew each time it opens. */
    void offer(Supplier<List<MenuItem>> items) {
        var menu = new MenuButton(Text.of("inspector.change"));
        menu.setId("inspector-change");
        menu.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        // a menu without items does not open
        menu.getItems().setAll(new MenuItem());
        menu.setOnShowing(_ -> menu.getItems().setAll(items.get()));
        buttons.getChildren().add(menu);
    }

    /** A button that leads to where more is told of the part. */
    void lead(String id, String words, ObservableValue<Boolean> seen, Runnable action) {
        var button = button(action);
        button.setId("inspector-" + id);
        button.setText(words);
        Seen.when(button, seen);
        buttons.getChildren().add(button);
    }

    /** The changes that take one click, in front of the buttons that lead elsewhere. */
    void offerQuick(Consumer<Intervention> take) {
        model.quick.subscribe(offers -> {
            buttons.getChildren().removeAll(quick);
            quick = offers.stream().map(offer -> quick(offer, take)).toList();
            buttons.getChildren().addAll(QUICK_AT, quick);
        });
    }

    private static Button quick(Offer offer, Consumer<Intervention> take) {
        Button pill = button(() -> take.accept(offer.intervention()));
        pill.getStyleClass().add("quick");
        pill.setMnemonicParsing(false);
        pill.setText(offer.words());
        pill.setTooltip(new Tooltip(offer.intervention().describe()));
        return pill;
    }

    /** A form below the buttons that asks for a direction; {@link #steer} opens it. */
    void offerSteering(SteerForm.Taker taker) {
        form = new SteerForm(taker);
        var problem = text(model.problem, Styles.WARNING);
        problem.setId("inspector-problem");
        Seen.when(problem, model.problem.isNotEmpty());
        region.getChildren().addAll(region.getChildren().indexOf(buttons) + 1, List.of(form, problem));
    }

    /** @param place where the stream is steered, in words */
    void steer(String place) {
        form.open(place);
    }

    private Label looksLine() {
        Label line = text(model.looks, Styles.SMALL);
        Seen.when(line, model.looks.isNotEmpty());
        return line;
    }

    private static Button button(Runnable action) {
        var button = new Button();
        button.getStyleClass().addAll(Styles.PILL, Styles.TIGHT);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static Label key(String words) {
        var label = new Label(Text.of(words));
        label.getStyleClass().add(Styles.KEY);
        return label;
    }

    private Node suggestionBox(Label suggestion) {
        var box = new VBox(2, section("inspector.try"), suggestion);
        Seen.when(box, model.tryNext.isNotEmpty());
        return box;
    }

    private Node tokenBox(Runnable clear) {
        var name = text(model.token, Styles.TITLE);
        name.setId("inspector-token");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = Icons.button(Feather.X, Text.of("inspector.token.clear"), clear);
        var box = new VBox(
                4,
                section("inspector.tokenTitle"),
                new HBox(6, name, space, close),
                lines(model.tokenLines, Styles.SMALL),
                text(model.nextTitle, Styles.SMALL),
                lines(model.next, Styles.MONO));
        Seen.when(box, model.token.isNotEmpty());
        return box;
    }

    private static Label section(String key) {
        var label = new Label(Text.of(key));
        label.getStyleClass().add(Styles.SECTION);
        return label;
    }

    private static Label text(StringProperty words, String style) {
        var label = new Label();
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.textProperty().bind(words);
        return label;
    }

    static VBox lines(ObservableValue<List<String>> lines, String style) {
        var box = new VBox(1);
        lines.subscribe(list -> box.getChildren()
                .setAll(list.stream()
                        .map(words -> {
                            var label = new Label(words);
                            label.getStyleClass().add(style);
                            label.setWrapText(true);
                            label.setMinHeight(Region.USE_PREF_SIZE);
                            return label;
                        })
                        .toList()));
        Seen.when(box, lines.map(list -> !list.isEmpty()));
        return box;
    }
}
