package org.headscope.app.inspector;

import java.util.List;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.RaisedLowered;
import org.headscope.app.pane.Seen;
import org.headscope.app.theme.Styles;
import org.headscope.engine.analysis.circuit.TokenScore;

/** A title, and tokens that something raises and lowers. */
class TokenBlock extends VBox {
    private final RaisedLowered tokens = new RaisedLowered();

    TokenBlock(String id, ObservableValue<String> words) {
        super(1);
        setId(id);
        var title = new Label();
        title.getStyleClass().add(Styles.SMALL);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        title.textProperty().bind(words);
        tokens.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().setAll(title, tokens);
    }

    final void show(List<TokenScore> raised, List<TokenScore> lowered, Function<TokenScore, String> label) {
        Seen.set(tokens, true);
        tokens.show(raised, lowered, label, PlaceFacts.TOKENS);
    }

    /** Leaves the title alone. */
    final void clear() {
        Seen.set(tokens, false);
        tokens.getChildren().clear();
    }
}
