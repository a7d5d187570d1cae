package org.headscope.app.pane;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import org.headscope.app.heatmap.ColourLegend;
import org.headscope.app.theme.Styles;

/** A text whose tokens are coloured by how a loss changed, on one fixed scale wherever it is shown. */
public final class LossChips extends FlowPane {
    /** What the user can do here. */
    public interface Actions {
        /** Chooses a position. */
        void choose(int position);

        /** Points at a position; null for none. */
        void hover(Integer position);
    }

    private final Actions actions;
    private final Label note = new Label();
    /** Those that were ever needed, to be shown again. */
    private final List<LossChip> made = new ArrayList<>();

    public LossChips(Actions actions) {
        super(3, 3);
        this.actions = actions;
        note.getStyleClass().add(Styles.SMALL);
        getStyleClass().add("loss-chips");
        getStylesheets()
                .add(Objects.requireNonNull(LossChips.class.getResource("loss-chips.css"))
                        .toExternalForm());
    }

    /** What the colours mean. */
    public static ColourLegend legend(String red, String blue) {
        var legend = new ColourLegend(red, blue);
        legend.colouringProperty().set(LossChip.COLOURING);
        return legend;
    }

    /** @param words said in front of the tokens; empty for nothing */
    public void show(List<LossToken> tokens, String words) {
        while (made.size() < tokens.size()) made.add(new LossChip(actions));
        for (int i = 0; i < tokens.size(); i++) made.get(i).show(tokens.get(i));
        var nodes = new ArrayList<Node>(made.subList(0, tokens.size()));
        note.setText(words);
        if (!words.isEmpty()) nodes.addFirst(note);
        if (!getChildren().equals(nodes)) getChildren().setAll(nodes);
    }

    /** Moves a pane in which this scrolls so that the marked position is in sight. */
    public void scrollToChosen(ScrollPane scroll) {
        for (var node : getChildren()) {
            if (!(node instanceof LossChip chip) || !chip.isChosen()) continue;
            scroll.layout();
            double room = getHeight() - scroll.getViewportBounds().getHeight();
            double top = chip.getBoundsInParent().getMinY()
                    - scroll.getViewportBounds().getHeight() / 3;
            if (room > 0) scroll.setVvalue(Math.clamp(top / room, 0, 1));
        }
    }

    /** Marks a position; another loses its mark. */
    public void choose(int position) {
        for (var node : getChildren()) {
            if (node instanceof LossChip chip) chip.choose(position);
        }
    }
}
