package org.headscope.app.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.headscope.engine.token.Tokens;

/** Both prompts, one above the other, around the places where they differ: those are marked. */
final class TokenPairs extends FlowPane {
    private static final PseudoClass DIFFERENT = PseudoClass.getPseudoClass("different");
    private static final int AROUND = 1;
    private static final int MOST = 40;
    private static final String GAP = "∅";

    /** What stands above what. */
    private record Pair(String above, String below, boolean differs) {
        static final Pair SKIPPED = new Pair("…", "…", false);
    }

    private final List<Column> columns = new ArrayList<>();
    private List<Pair> shown = List.of();

    TokenPairs(ObservableValue<Corrupted> corrupted) {
        super(2, 4);
        setId("token-pairs");
        getStyleClass().add("token-pairs");
        setMinHeight(Region.USE_PREF_SIZE);
        setPrefWrapLength(240);
        setAccessibleText(Text.of("prompt.corrupted.pairs"));
        Seen.when(this, corrupted.map(now -> now.alignment() != null));
        corrupted.subscribe(now -> show(now.alignment() == null ? List.of() : pairs(now.alignment())));
    }

    /** Takes the columns that are there: new nodes cost more than all the rest of a keystroke. */
    private void show(List<Pair> pairs) {
        if (pairs.equals(shown)) return;
        shown = pairs;
        while (columns.size() < pairs.size()) columns.add(new Column());
        for (int i = 0; i < pairs.size(); i++) columns.get(i).show(pairs.get(i));
        if (getChildren().size() != pairs.size()) getChildren().setAll(columns.subList(0, pairs.size()));
    }

    private static List<Pair> pairs(Alignment alignment) {
        Set<Integer> near = near(alignment);
        var pairs = new ArrayList<Pair>();
        boolean skipped = false;
        for (int i = 0; i < alignment.pairs().size() && pairs.size() < MOST; i++) {
            if (!near.contains(i)) {
                skipped = true;
                continue;
            }
            if (skipped) pairs.add(Pair.SKIPPED);
            skipped = false;
            Alignment.Pair pair = alignment.pairs().get(i);
            pairs.add(new Pair(
                    label(alignment.left(), pair.left()),
                    label(alignment.right(), pair.right()),
                    alignment.differs(pair)));
        }
        if (skipped || pairs.size() >= MOST) pairs.add(Pair.SKIPPED);
        return pairs;
    }

    private static String label(Tokens tokens, int position) {
        return position < 0 ? GAP : TokenLabel.of(tokens.get(position));
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

    /** Two tokens, one above the other. */
    private static final class Column extends VBox {
        private final Label above = token();
        private final Label below = token();

        Column() {
            getStyleClass().add("pair");
            setAlignment(Pos.CENTER);
            getChildren().addAll(above, below);
        }

        void show(Pair pair) {
            above.setText(pair.above());
            below.setText(pair.below());
            pseudoClassStateChanged(DIFFERENT, pair.differs());
        }

        private static Label token() {
            var label = new Label();
            label.getStyleClass().add(Styles.MONO);
            return label;
        }
    }
}
