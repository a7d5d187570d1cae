package org.headscope.app.shell;

import java.util.Comparator;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;
import org.headscope.engine.check.Check;
import org.headscope.engine.check.SelfTestReport;

/** Every check of a self-test with its numbers, those that failed first. */
final class SelfTestDialog {
    private static final double WIDTH = 620;
    private static final double HEIGHT = 420;
    private static final double ROW = 40;

    private final Dialog<Void> dialog = new Dialog<>();

    /** @param onAgain runs the test again */
    SelfTestDialog(Window owner, String model, SelfTestReport report, Runnable onAgain) {
        dialog.initOwner(owner);
        dialog.setTitle(Text.of("command.selfTest"));
        var pane = dialog.getDialogPane();
        var again = new ButtonType(Text.of("selfTest.again"), ButtonData.LEFT);
        pane.getButtonTypes().addAll(again, ButtonType.CLOSE);
        ((Button) pane.lookupButton(again)).setOnAction(_ -> onAgain.run());
        pane.getStylesheets().add(Shell.SHEET);
        var summary = new Label(Text.of("selfTest.summary", report.passed(), report.total(), model));
        summary.setWrapText(true);
        summary.setMinHeight(Region.USE_PREF_SIZE);
        var list = new ListView<Check>();
        list.setId("self-test-checks");
        list.setFixedCellSize(ROW);
        list.setPrefSize(WIDTH, HEIGHT);
        list.setCellFactory(_ -> new CheckCell());
        list.getItems()
                .setAll(report.checks().stream()
                        .sorted(Comparator.comparing(Check::passed))
                        .toList());
        pane.setContent(new VBox(8, summary, list));
        Theme.apply(pane.getScene());
    }

    void show() {
        dialog.show();
    }

    /** A check and the numbers behind it. */
    private static final class CheckCell extends ListCell<Check> {
        private final Label name = new Label();
        private final Label detail = new Label();
        private final VBox lines = new VBox(name, detail);

        CheckCell() {
            detail.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
            // As wide as the list, so that long lines are cut rather than scrolled.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(Check check, boolean empty) {
            super.updateItem(check, empty);
            setGraphic(empty ? null : lines);
            if (empty) return;
            name.setText((check.passed() ? "✓ " : "✗ ") + check.name());
            detail.setText(check.detail());
            setAccessibleText(name.getText() + ", " + check.detail());
        }
    }
}
