package org.headscope.app.intervention;

import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.session.Amounts;
import org.headscope.app.session.InterventionWords;
import org.headscope.app.session.Offer;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.SetTo;
import org.kordamp.ikonli.feather.Feather;

/** One intervention of the list. Dragging, or Alt and an arrow key, moves it; Delete removes it. */
final class InterventionRow {
    /** Told which control of which row has the focus after the list is made anew. */
    interface Focus {
        void next(int row, String id);
    }

    private static final double AMOUNT_WIDTH = 90;
    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

    private final InterventionsModel model;
    private final InterventionsView.Actions actions;
    private final Focus focus;
    private final int index;
    private final Switch item;
    private final VBox lines = new VBox(1);
    private final HBox row = new HBox(8);

    InterventionRow(InterventionsModel model, InterventionsView.Actions actions, Focus focus, int index) {
        this.model = model;
        this.actions = actions;
        this.focus = focus;
        this.index = index;
        this.item = model.switches.get().get(index);
        build();
    }

    Node node() {
        return row;
    }

    private Intervention intervention() {
        return item.intervention();
    }

    private void build() {
        String words = InterventionWords.what(intervention());
        var tick = new CheckBox(words);
        tick.setMnemonicParsing(false);
        tick.setSelected(item.on());
        tick.getStyleClass().addAll(Styles.TOGGLE, "tick");
        tick.setAccessibleText(Text.of("interventions.on", words));
        tick.setTooltip(new Tooltip(intervention().describe()));
        tick.setMinWidth(0);
        tick.setWrapText(true);
        tick.setMinHeight(Region.USE_PREF_SIZE);
        tick.setOnAction(_ -> act("tick", index, () -> actions.tick(index, tick.isSelected())));
        lines.getChildren().setAll(tick, where());
        Amounts.write(intervention()).ifPresent(amount -> lines.getChildren().add(amount(amount)));
        String obstacle = model.obstacles.get().apply(intervention());
        if (!obstacle.isEmpty()) explain(obstacle, tick);
        HBox.setHgrow(lines, Priority.ALWAYS);
        lines.setMinWidth(0);
        var remove = Icons.button(
                Feather.X,
                Text.of("interventions.remove", words),
                () -> act("remove", index, () -> actions.remove(index)));
        remove.getStyleClass().add("remove");
        var buttons = new HBox(remove);
        if (model.switches.get().size() > 1) {
            buttons.getChildren().addAll(0, List.of(mover(Feather.CHEVRON_UP, -1), mover(Feather.CHEVRON_DOWN, 1)));
        }
        buttons.setAlignment(Pos.CENTER_RIGHT);
        row.getChildren().setAll(lines, buttons);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add(Styles.CARD);
        row.pseudoClassStateChanged(OFF, !item.on());
        row.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        RowDrag.install(row, to -> act("tick", to, () -> actions.move(index, to)));
    }

    private void explain(String obstacle, CheckBox tick) {
        tick.setDisable(true);
        var why = new Label(obstacle);
        why.getStyleClass().addAll(Styles.SMALL, "missing");
        why.setWrapText(true);
        lines.getChildren().add(why);
    }

    private Button mover(Feather icon, int by) {
        String id = by < 0 ? "up" : "down";
        var button = Icons.button(icon, Text.of("interventions." + id), () -> move(by, id));
        button.getStyleClass().add(id);
        int to = index + by;
        button.setDisable(to < 0 || to >= model.switches.get().size());
        return button;
    }

    private void move(int by, String id) {
        act(id, index + by, () -> actions.move(index, index + by));
    }

    private void act(String id, int focusedRow, Runnable action) {
        focus.next(focusedRow, id);
        action.run();
    }

    private void key(KeyEvent event) {
        boolean typing = event.getTarget() instanceof TextField;
        if (typing) return;
        int by = event.getCode() == KeyCode.UP ? -1 : event.getCode() == KeyCode.DOWN ? 1 : 0;
        if (event.isAltDown() && by != 0) {
            move(by, "tick");
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE) {
            act("tick", index, () -> actions.remove(index));
            event.consume();
        }
    }

    /** The second line: where it acts, as a menu to change that and what it does. */
    private MenuButton where() {
        String words = InterventionWords.where(intervention().site().positions(), model.tokens.get());
        var menu = new MenuButton(words);
        menu.setMnemonicParsing(false);
        menu.getStyleClass().addAll(Styles.TEXT_MENU, Styles.SMALL, "where");
        menu.setAccessibleText(Text.of("interventions.edit", words));
        menu.setMinWidth(0);
        var site = intervention().site();
        menu.getItems().add(item("interventions.all", intervention().at(site.at(Positions.ALL))));
        Integer selected = model.position.get();
        if (selected != null && selected < model.tokens.get().size()) {
            String token = selected + " " + model.tokens.get().get(selected);
            menu.getItems()
                    .add(item(
                            Text.of("interventions.atSelected", token),
                            false,
                            intervention().at(site.at(Positions.of(selected)))));
        }
        var some = new MenuItem(Text.of("interventions.atSome"));
        some.setOnAction(_ -> editPositions());
        menu.getItems().addAll(some, new SeparatorMenuItem());
        for (Offer offer : actions.offers(site)) menu.getItems().add(item(offer.words(), false, offer.intervention()));
        return menu;
    }

    private MenuItem item(String key, Intervention other) {
        return item(Text.of(key), true, other);
    }

    private MenuItem item(String words, boolean mnemonic, Intervention other) {
        var choice = new MenuItem(words);
        choice.setMnemonicParsing(mnemonic);
        choice.setDisable(other.equals(intervention()));
        choice.setOnAction(_ -> act("where", index, () -> actions.replace(index, other)));
        return choice;
    }

    /** The number of an intervention, or those of a row, to be changed. */
    private Node amount(String written) {
        var field = new TextField(written);
        field.getStyleClass().addAll(Styles.SMALL, "amount");
        field.setAccessibleText(Text.of("interventions.amount", InterventionWords.what(intervention())));
        field.setTooltip(new Tooltip(Text.of("interventions.amount.tip")));
        boolean several = written.contains(" ");
        if (!several) field.setMaxWidth(AMOUNT_WIDTH);
        field.setOnAction(_ -> {
            if (field.getText().equals(written)) {
                model.complaint.set("");
                return;
            }
            Optional<Intervention> other = Amounts.read(field.getText(), intervention());
            if (other.isEmpty()) {
                model.complaint.set(Text.of(several ? "interventions.noRow" : "interventions.noAmount", count()));
            } else if (!other.get().equals(intervention())) {
                act("amount", index, () -> actions.replace(index, other.get()));
            }
        });
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            field.setText(written);
            model.complaint.set("");
            event.consume();
        });
        return field;
    }

    private int count() {
        return intervention() instanceof SetTo set ? set.values().size() : 1;
    }

    private void editPositions() {
        var field = new TextField(PositionList.write(intervention().site().positions()));
        field.setPromptText(Text.of("interventions.positions"));
        field.getStyleClass().add("positions");
        lines.getChildren().set(1, field);
        field.requestFocus();
        field.selectAll();
        field.setOnAction(_ -> {
            var positions =
                    PositionList.parse(field.getText(), model.tokens.get().size());
            if (positions.isPresent()) {
                Intervention other = intervention().at(intervention().site().at(positions.get()));
                act("where", index, () -> actions.replace(index, other));
                if (other.equals(intervention())) stopEditing();
            } else {
                model.complaint.set(
                        Text.of("interventions.noPositions", model.tokens.get().size() - 1));
            }
        });
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stopEditing();
                event.consume();
            }
        });
    }

    private void stopEditing() {
        model.complaint.set("");
        MenuButton where = where();
        lines.getChildren().set(1, where);
        where.requestFocus();
    }
}
