package org.headscope.app.error;

import javafx.event.ActionEvent;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Icons;
import org.headscope.app.theme.Styles;
import org.headscope.app.theme.Theme;
import org.kordamp.ikonli.feather.Feather;

/** Says that something went wrong inside the program: one sentence, the code, the details, a Copy button. */
final class ErrorDialog {
    private final Alert alert;

    ErrorDialog(ErrorReport report, Window owner, Runnable closed) {
        var copy = new ButtonType(Text.of("error.copy"), ButtonData.LEFT);
        alert = new Alert(Alert.AlertType.ERROR, report.sentence(), copy, ButtonType.CLOSE);
        alert.setTitle(Text.of("error.title"));
        var icon = Icons.of(Feather.ALERT_OCTAGON);
        icon.getStyleClass().add(Styles.BIG_ICON);
        alert.setGraphic(icon);
        alert.setHeaderText(Text.of("error.code", report.code()));
        if (owner != null && owner.isShowing()) {
            alert.initOwner(owner);
        }
        var details = new TextArea(report.details());
        details.setEditable(false);
        details.setPrefSize(640, 260);
        details.getStyleClass().add(Styles.MONO);
        alert.getDialogPane().setExpandableContent(details);
        alert.setResizable(true);
        Theme.apply(alert.getDialogPane().getScene());
        var button = (Button) alert.getDialogPane().lookupButton(copy);
        button.addEventFilter(ActionEvent.ACTION, event -> {
            var content = new ClipboardContent();
            content.putString(report.details());
            Clipboard.getSystemClipboard().setContent(content);
            button.setText(Text.of("error.copied"));
            event.consume();
        });
        alert.setOnHidden(_ -> closed.run());
    }

    void show() {
        alert.show();
    }
}
