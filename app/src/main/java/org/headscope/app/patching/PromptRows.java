package org.headscope.app.patching;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.token.Tokens;

/** Both prompts, position above position, with the metric of each; where they differ is marked. */
final class PromptRows extends HBox {
    private static final PseudoClass DIFFERENT = PseudoClass.getPseudoClass("different");

    /** Longer prompts show only what is near a difference. */
    private static final int MOST_WHOLE = 48;

    private static final int AROUND = 3;

    private final HBox tokens = new HBox();
    private final ScrollPane scroll = new ScrollPane(tokens);
    private Node first;
    private final Label clean = number("patching-clean");
    private final Label corrupted = number("patching-corrupted");

    PromptRows(PatchingModel model) {
        getStyleClass().add("prompt-rows");
        setId("patching-prompts");
        setMinHeight(Region.USE_PREF_SIZE);
        tokens.setId("patching-tokens");
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setPannable(true);
        scroll.setFitToHeight(true);
        scroll.setMinWidth(40);
        scroll.setFocusTraversable(false);
        HBox.setHgrow(scroll, Priority.SOMETIMES);
        getChildren()
                .addAll(column(name("patching.clean"), name("patching.corrupted")), scroll, column(clean, corrupted));
        model.ground.subscribe(this::show);
        scroll.viewportBoundsProperty().subscribe(this::reveal);
        tokens.widthProperty().subscribe(this::reveal);
    }

    /** Brings the first difference into the middle, where not all of the prompts is seen. */
    private void reveal() {
        double seen = scroll.getViewportBounds().getWidth();
        double hidden = tokens.getWidth() - seen;
        if (first == null || hidden <= 0) return;
        double middle = first.getBoundsInParent().getCenterX();
        scroll.setHvalue(Math.clamp((middle - seen / 2) / hidden, 0, 1));
    }

    private static Label name(String key) {
        var label = new Label(Text.of(key));
        label.getStyleClass().add(Styles.MONO);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label number(String id) {
        var label = new Label();
        label.setId(id);
        label.getStyleClass().addAll(Styles.MONO, "metric");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static VBox column(Label above, Label below) {
        var column = new VBox(above, below);
        column.setMinWidth(Region.USE_PREF_SIZE);
        column.getStyleClass().add("rows");
        return column;
    }

    private void show(Ground ground) {
        tokens.getChildren().clear();
        first = null;
        if (ground == null) return;
        String name = MetricText.name(ground.kind());
        clean.setText(name + " " + MetricText.value(ground.clean().metric().value()));
        corrupted.setText(
                name + " " + MetricText.value(ground.corrupted().metric().value()));
        Tokens one = ground.pair().clean();
        Tokens other = ground.pair().corrupted();
        boolean whole = one.size() <= MOST_WHOLE;
        int skipped = 0;
        for (int i = 0; i < one.size(); i++) {
            if (!whole && !isNear(one, other, i)) {
                skipped++;
                continue;
            }
            if (skipped > 0) skip(skipped);
            skipped = 0;
            pair(one, other, i);
        }
        if (skipped > 0) skip(skipped);
    }

    private static boolean isNear(Tokens one, Tokens other, int position) {
        for (int i = Math.max(0, position - AROUND); i <= Math.min(one.size() - 1, position + AROUND); i++) {
            if (one.get(i).id() != other.get(i).id()) return true;
        }
        return position >= one.size() - AROUND;
    }

    private void skip(int count) {
        String words = Text.of("patching.skipped", count);
        tokens.getChildren().add(column(token(words), token(words)));
    }

    private void pair(Tokens one, Tokens other, int position) {
        var column = column(token(TokenText.label(one, position)), token(TokenText.label(other, position)));
        column.setAlignment(Pos.CENTER);
        boolean different = one.get(position).id() != other.get(position).id();
        column.getStyleClass().add("pair");
        column.pseudoClassStateChanged(DIFFERENT, different);
        if (different && first == null) first = column;
        Tooltip.install(
                column,
                new Tooltip(Text.of(different ? "patching.differs" : "patching.alike", String.valueOf(position))));
        tokens.getChildren().add(column);
    }

    private static Label token(String words) {
        var label = new Label(words);
        label.getStyleClass().add(Styles.MONO);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
