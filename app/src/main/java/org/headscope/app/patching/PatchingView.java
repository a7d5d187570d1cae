package org.headscope.app.patching;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Pictures;
import org.headscope.app.pane.Seen;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.hook.Site;

/** The nodes of the patching pane. */
final class PatchingView {
    /** What the user can do here. */
    interface Actions {
        /** Patches by hand. */
        void patch(Direction direction, Cell cell);

        void stop();

        void resume();

        /** Puts the patch of a site by the corrupted run into the experiment. */
        void add(Site site);

        String describe(Cell cell);
    }

    private final PaneCard card = new PaneCard(Text.of("patching.title"), Text.of("patching.lookFor.MAP"));

    PatchingView(PatchingModel model, Actions actions) {
        var bodies = new StackPane(
                shownIn(new MapView(model, actions), model, Mode.MAP),
                shownIn(new DragView(model, actions), model, Mode.DRAG),
                shownIn(new PathView(model), model, Mode.PATHS));
        bodies.setMinSize(0, 0);
        VBox.setVgrow(bodies, Priority.ALWAYS);
        var content = new VBox(8, new PromptRows(model), bodies);
        content.getStylesheets()
                .add(Objects.requireNonNull(PatchingView.class.getResource("patching.css"))
                        .toExternalForm());
        content.getStyleClass().add("patching");
        content.setMinSize(0, 0);
        card.setContent(content);
        card.options().getChildren().add(new PatchingMenu(model).node());
        card.onCopyImageProperty().set(() -> Pictures.copy(card.picture(2)));
        model.mode.subscribe(mode -> card.lookForProperty().set(Text.of("patching.lookFor." + mode)));
    }

    private static Node shownIn(Node node, PatchingModel model, Mode where) {
        model.mode.subscribe(mode -> {
            Seen.set(node, mode == where);
        });
        return node;
    }

    PaneCard card() {
        return card;
    }
}
