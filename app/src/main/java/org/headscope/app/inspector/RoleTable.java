package org.headscope.app.inspector;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The shares of a head's attention that make its roles, in two columns: of this prompt, and of random tokens said twice. */
final class RoleTable extends GridPane {
    private static final double GAP = 10;

    RoleTable(InspectorModel model) {
        setId("inspector-roles");
        setHgap(GAP);
        setVgap(1);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        var number = new ColumnConstraints();
        number.setHalignment(HPos.RIGHT);
        number.setMinWidth(Region.USE_PREF_SIZE);
        getColumnConstraints().setAll(words, number, number);
        var why = new Tooltip(Text.of("inspector.roles.tip"));
        why.setWrapText(true);
        why.setMaxWidth(380);
        Tooltip.install(this, why);
        model.roles.subscribe(this::show);
        visibleProperty().bind(model.roles.map(rows -> !rows.isEmpty()));
        managedProperty().bind(visibleProperty());
    }

    private void show(List<RoleRow> rows) {
        getChildren().clear();
        addRow(
                0,
                label(Text.of("inspector.roles"), Styles.SMALL),
                label(Text.of("inspector.roles.prompt"), Styles.SMALL),
                label(Text.of("inspector.roles.random"), Styles.SMALL));
        for (RoleRow row : rows) {
            addRow(
                    getRowCount(),
                    label(row.role(), Styles.SMALL),
                    label(row.prompt(), Styles.MONO),
                    label(row.random(), Styles.MONO));
        }
    }

    private static Label label(String words, String style) {
        var label = new Label(words);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setTextAlignment(TextAlignment.RIGHT);
        label.getStyleClass().add(style);
        return label;
    }
}
