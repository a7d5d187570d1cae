package org.headscope.app.prompt;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.paint.Color;
import javafx.util.Duration;
import org.headscope.app.session.Selection;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.token.Tokens;

/**
 * The tokens of the prompt as chips. A long prompt is shown a page at a time, so that the number of nodes stays small;
 * the page follows the chosen position.
 */
final class TokenStrip extends FlowPane {
    /** Chips on a page. */
    static final int PAGE = 240;

    /** The words for a chip's tooltip. */
    @FunctionalInterface
    interface Tip {
        String of(int position);
    }

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass SELECTED_KEY = PseudoClass.getPseudoClass("selected-key");
    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");
    private static final PseudoClass MARKED_KEY = PseudoClass.getPseudoClass("marked-key");

    private final PromptModel model;
    private final Selection selection;
    private final Tip tip;
    private final List<TokenChip> chips = new ArrayList<>();
    private TokenChip under;
    private final Tooltip tooltip = new Tooltip();
    private final IntegerProperty page = new SimpleIntegerProperty(this, "page");

    TokenStrip(PromptModel model, Selection selection, Tip tip) {
        this.model = model;
        this.selection = selection;
        this.tip = tip;
        setId("token-strip");
        getStyleClass().add("token-strip");
        setHgap(3);
        setVgap(3);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText(Text.of("prompt.strip"));
        tooltip.getStyleClass().add(Styles.MONO);
        tooltip.setShowDelay(Duration.millis(350));
        tooltip.setShowDuration(Duration.INDEFINITE);
        model.tokensProperty().subscribe(this::show);
        page.subscribe(this::show);
        model.coloursProperty().subscribe(this::paint);
        model.knownProperty().subscribe(this::paint);
        model.knownProperty().subscribe(this::renewHover);
        model.coloursProperty().subscribe(this::renewTip);
        selection.positionProperty().subscribe(this::follow);
        mark(selection.positionProperty(), SELECTED);
        mark(selection.keyProperty(), SELECTED_KEY);
        mark(selection.hoveredPositionProperty(), MARKED);
        mark(selection.hoveredKeyProperty(), MARKED_KEY);
        addEventHandler(KeyEvent.KEY_PRESSED, this::press);
    }

    /** The page that is shown, counted from 0. */
    IntegerProperty pageProperty() {
        return page;
    }

    private int length() {
        Tokens tokens = model.tokensProperty().get();
        return tokens == null ? 0 : tokens.size();
    }

    int pages() {
        return Math.max(1, (length() + PAGE - 1) / PAGE);
    }

    private void show() {
        if (page.get() >= pages()) page.set(pages() - 1);
        Tokens tokens = model.tokensProperty().get();
        int from = page.get() * PAGE;
        int count = Math.min(PAGE, length() - from);
        while (chips.size() < count) chips.add(newChip());
        for (int i = 0; i < count; i++) {
            int position = from + i;
            boolean bos = position == 0 && tokens.startsWithBos();
            chips.get(i).show(position, bos ? Text.of("run.bos") : TokenLabel.of(tokens.get(position)));
        }
        if (getChildren().size() != count) getChildren().setAll(chips.subList(0, count));
        paint();
        markAll();
    }

    private TokenChip newChip() {
        var chip = new TokenChip();
        chip.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> hover(chip));
        chip.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> leave());
        chip.addEventHandler(MouseEvent.MOUSE_CLICKED, click -> {
            if (click.getButton() == MouseButton.PRIMARY) choose(chip.position());
        });
        Tooltip.install(chip, tooltip);
        return chip;
    }

    private void hover(TokenChip chip) {
        under = chip;
        tooltip.setText(tip.of(chip.position()));
        if (chip.position() < model.knownProperty().get()) {
            selection.hoveredPositionProperty().set(chip.position());
        }
    }

    /** New numbers came while the pointer rests on a chip. */
    private void renewHover() {
        if (under != null && under.getParent() != null) hover(under);
    }

    private void renewTip() {
        if (under != null && under.getParent() != null) tooltip.setText(tip.of(under.position()));
    }

    private void leave() {
        under = null;
        selection.hoveredPositionProperty().set(null);
    }

    /** Chooses a position; choosing it again chooses none. */
    private void choose(int position) {
        requestFocus();
        Integer now = selection.positionProperty().get();
        boolean again = now != null && now == position;
        if (again || position < model.knownProperty().get()) {
            selection.positionProperty().set(again ? null : Integer.valueOf(position));
            selection.keyProperty().set(null);
        }
    }

    private void press(KeyEvent key) {
        Integer now = selection.positionProperty().get();
        int last = model.knownProperty().get() - 1;
        if (last < 0) return;
        if (key.getCode() == KeyCode.ESCAPE && now != null) {
            selection.positionProperty().set(null);
        } else if (key.getCode() == KeyCode.RIGHT) {
            selection.positionProperty().set(now == null ? 0 : Math.min(last, now + 1));
        } else if (key.getCode() == KeyCode.LEFT) {
            selection.positionProperty().set(now == null ? last : Math.max(0, now - 1));
        } else if (key.getCode() == KeyCode.HOME) {
            selection.positionProperty().set(0);
        } else if (key.getCode() == KeyCode.END) {
            selection.positionProperty().set(last);
        } else {
            return;
        }
        key.consume();
    }

    private void follow() {
        Integer position = selection.positionProperty().get();
        if (position != null && position < length()) page.set(position / PAGE);
    }

    private void paint() {
        ChipColours colours = model.coloursProperty().get();
        int known = model.knownProperty().get();
        for (TokenChip chip : shownChips()) {
            boolean coloured = colours != null && colours.colouring() != null && chip.position() < known;
            float value = coloured ? colours.coloured(chip.position()) : Float.NaN;
            if (Float.isNaN(value)) {
                chip.clear();
            } else if (colours.colouring().palette().isDiverging()) {
                chip.paint(colour(colours.colouring().argb(value, 0)));
            } else {
                chip.tint(colours.colouring().range().share(value));
            }
        }
    }

    private static Color colour(int argb) {
        return Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    }

    private List<TokenChip> shownChips() {
        return chips.subList(0, getChildren().size());
    }

    private void mark(ObjectProperty<Integer> position, PseudoClass style) {
        position.subscribe((old, now) -> {
            mark(old, style, false);
            mark(now, style, true);
        });
    }

    private void mark(Integer position, PseudoClass style, boolean on) {
        if (position == null) return;
        int at = position - page.get() * PAGE;
        if (at >= 0 && at < getChildren().size()) chips.get(at).pseudoClassStateChanged(style, on);
    }

    private void markAll() {
        for (TokenChip chip : shownChips()) {
            int position = chip.position();
            chip.pseudoClassStateChanged(SELECTED, is(selection.positionProperty(), position));
            chip.pseudoClassStateChanged(SELECTED_KEY, is(selection.keyProperty(), position));
            chip.pseudoClassStateChanged(MARKED, is(selection.hoveredPositionProperty(), position));
            chip.pseudoClassStateChanged(MARKED_KEY, is(selection.hoveredKeyProperty(), position));
        }
    }

    private static boolean is(ObjectProperty<Integer> property, int position) {
        return property.get() != null && property.get() == position;
    }

    /** Which of so many tokens a page shows. Positions count from 0, so they are named only where they are meant. */
    static String pageWords(int page, int tokens) {
        int from = page * PAGE;
        if (from == 0) return Text.of("prompt.page.first", Math.min(PAGE, tokens), tokens);
        if (from + PAGE >= tokens) return Text.of("prompt.page.last", tokens - from, tokens);
        return Text.of("prompt.page.middle", from, from + PAGE - 1, tokens);
    }
}
