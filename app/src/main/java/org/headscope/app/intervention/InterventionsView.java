package org.headscope.app.intervention;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.command.Command;
import org.headscope.app.command.CommandControls;
import org.headscope.app.session.Offer;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;

/** The nodes of the list of interventions. */
final class InterventionsView {
    /** What the user can do here; indexes count the list. */
    interface Actions {
        void tick(int index, boolean on);

        void replace(int index, Intervention other);

        /** What else can be done in a place. */
        List<Offer> offers(Site site);

        void move(int index, int to);

        void remove(int index);

        void clear();
    }

    private final InterventionsModel model;
    private final Actions actions;
    private final VBox rows = new VBox(5);
    private final VBox region = new VBox(6);
    private int focusRow = -1;
    private String focusId = "";

    /**
     * @param undo whose keys and whether it is possible now the button tells
     */
    InterventionsView(InterventionsModel model, Actions actions, Command undo, Command redo) {
        this.model = model;
        this.actions = actions;
        var title = new Label(Text.of("interventions.title"));
        title.getStyleClass().add(Styles.SECTION);
        var empty = new Label(Text.of("interventions.empty"));
        empty.getStyleClass().add(Styles.SMALL);
        empty.setWrapText(true);
        empty.setMinHeight(Region.USE_PREF_SIZE);
        ObservableValue<Boolean> none = model.switches.map(list -> list.isEmpty());
        empty.visibleProperty().bind(none);
        empty.managedProperty().bind(none);
        var clear = button("interventions.clear", actions::clear);
        clear.disableProperty().bind(none);
        var buttons = new FlowPane(6, 6, clear, button("interventions.undo", undo), button("interventions.redo", redo));
        var complaint = new Label();
        complaint.getStyleClass().add(Styles.WARNING);
        complaint.setWrapText(true);
        complaint.textProperty().bind(model.complaint);
        complaint.visibleProperty().bind(model.complaint.isNotEmpty());
        complaint.managedProperty().bind(complaint.visibleProperty());
        region.setId("interventions");
        region.getChildren().setAll(title, empty, rows, complaint, buttons);
        model.switches.subscribe(this::fill);
        model.obstacles.subscribe(this::fill);
        model.tokens.subscribe(this::fill);
        model.position.subscribe(this::fill);
    }

    Region region() {
        return region;
    }

    private static Button button(String key, Runnable action) {
        var button = new Button(Text.of(key));
        button.setId(key.replace('.', '-'));
        button.getStyleClass().add(Styles.PILL);
        button.setOnAction(_ -> action.run());
        button.setAlignment(Pos.CENTER);
        return button;
    }

    /** A button with a short word for a command whose own name tells more. */
    private static Button button(String key, Command command) {
        Button button = button(key, command::run);
        button.setGraphic(CommandControls.keys(command));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.disableProperty().bind(Bindings.not(command.enabled()));
        return button;
    }

    /** Where the focus goes when the rows are made anew. */
    void focusNext(int row, String id) {
        focusRow = row;
        focusId = id;
    }

    private void fill() {
        model.complaint.set("");
        rows.getChildren().clear();
        for (int index = 0; index < model.switches.get().size(); index++) {
            rows.getChildren().add(new InterventionRow(model, actions, this::focusNext, index).node());
        }
        int row = Math.min(focusRow, rows.getChildren().size() - 1);
        if (row >= 0) {
            Node again = rows.getChildren().get(row).lookup("." + focusId);
            if (again != null) again.requestFocus();
        }
        focusRow = -1;
    }
}
