package org.headscope.app.prompt;

import java.util.HashSet;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.token.Alignment;

/** Both prompts, one above the other, around the places where they differ: those are marked. */
final class TokenPairs extends FlowPane {
    private static final PseudoClass DIFFERENT = PseudoClass.getPseudoClass("different");
    private static final int AROUND = 1;
    private static final int MOST = 40;
    private static final String GAP = "∅";

    TokenPairs(ObservableValue<Corrupted> corrupted) {
        super(2, 4);
        setId("token-pairs");
        getStyleClass().add("token-pairs");
        setMinHeight(Region.USE_PREF_SIZE);
        setPrefWrapLength(240);
        setAccessibleText(Text.of("prompt.corrupted.pairs"));
        Seen.when(this, corrupted.map(now -> now.alignment() != null));
        corrupted.subscribe(now -> show(now.alignment()));
    }

    private void show(Alignment alignment) {
        getChildren().clear();
        if (alignment == null) return;
        Set<Integer> near = near(alignment);
        boolean skipped = false;
        for (int i = 0; i < alignment.pairs().size() && getChildren().size() < MOST; i++) {
            if (!near.contains(i)) {
                skipped = true;
                continue;
            }
            if (skipped) getChildren().add(column("…", "…", false));
            skipped = false;
            Alignment.Pair pair = alignment.pairs().get(i);
            getChildren()
                    .add(column(
                            pair.left() < 0
                                    ? GAP
                                    : TokenLabel.of(alignment.left().get(pair.left())),
                            pair.right() < 0
                                    ? GAP
                                    : TokenLabel.of(alignment.right().get(pair.right())),
                            alignment.differs(pair)));
        }
        if (skipped || getChildren().size() >= MOST) getChildren().add(column("…", "…", false));
    }

    /** The pairs that differ and their neighbours. */
    private static Set<Integer> near(Alignment alignment) {
        var near = new HashSet<Integer>();
        for (int i = 0; i < alignment.pairs().size(); i++) {
            if (!alignment.differs(alignment.pairs().get(i))) continue;
            for (int j = i - AROUND; j <= i + AROUND; j++) near.add(j);
        }
        return near;
    }

    private static VBox column(String above, String below, boolean different) {
        var column = new VBox(token(above), token(below));
        column.getStyleClass().add("pair");
        column.setAlignment(Pos.CENTER);
        column.pseudoClassStateChanged(DIFFERENT, different);
        return column;
    }

    private static Label token(String text) {
        var label = new Label(text);
        label.getStyleClass().add(Styles.MONO);
        return label;
    }
}
