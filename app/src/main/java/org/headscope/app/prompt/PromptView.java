package org.headscope.app.prompt;

import java.util.Objects;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;

/** The left column. */
final class PromptView extends VBox {
    private static final double WIDTH = 280;

    private final EditorView editor;

    PromptView(Session session, PromptModel model, LibraryController library, TokenStrip strip) {
        this.editor = new EditorView(session, model, strip, heightProperty());
        getStyleClass().addAll(Styles.SIDE, "prompt-column");
        getStylesheets()
                .add(Objects.requireNonNull(PromptView.class.getResource("prompt.css"))
                        .toExternalForm());
        setPrefWidth(WIDTH);
        setMinWidth(220);
        var drop = new Label(Text.of("prompt.drop"));
        drop.getStyleClass().add(Styles.DROP);
        drop.setMaxWidth(Double.MAX_VALUE);
        drop.setMinHeight(Region.USE_PREF_SIZE);
        var shelf = new LibraryView(library);
        VBox.setVgrow(shelf, Priority.ALWAYS);
        getChildren().addAll(shelf, editor, drop);
    }

    void focusEditor() {
        editor.focusEditor();
    }

    void focusCorrupted() {
        editor.focusCorrupted();
    }
}
