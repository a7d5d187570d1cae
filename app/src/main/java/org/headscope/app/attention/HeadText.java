package org.headscope.app.attention;

import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Range;
import org.headscope.app.pane.Showing;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Painted;

/**
 * The prompt as text. The chosen token - the locked one, the one under the pointer or else the last - is framed; what it
 * attends to is shaded in one colour, and who attends to it in another, with the number below.
 */
final class HeadText extends Painted {
    private static final double LEAST_SAID = 0.03;

    private final AttentionModel model;
    private final Canvas canvas = addLayer();
    private final ObservableValue<Boolean> showing = Showing.of(this);
    private TokenLines lines = TokenLines.NONE;

    HeadText(AttentionModel model) {
        this.model = model;
        setId("attention-text");
        setFocusTraversable(true);
        setMinSize(60, 40);
        for (ObservableValue<?> cause : List.of(model.picture, model.bosOut)) {
            cause.subscribe(_ -> {
                lines = TokenLines.NONE;
                requestLayout();
                repaint();
            });
        }
        for (ObservableValue<?> cause : List.of(model.hoveredQuery, model.lockedQuery, model.direction, model.log)) {
            cause.subscribe(_ -> repaint());
        }
        showing.subscribe(_ -> repaint());
        setOnMouseMoved(event -> hover(at(event)));
        setOnMouseExited(_ -> hover(null));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::keyPressed);
    }

    /** The position under a point, or null. */
    private Integer at(MouseEvent event) {
        int position = lines.at(event.getX(), event.getY());
        return position < 0 ? null : position;
    }

    private void hover(Integer position) {
        model.hoveredKey.set(null);
        model.hoveredQuery.set(position);
    }

    private void clicked(MouseEvent event) {
        requestFocus();
        Integer position = at(event);
        if (position != null) lock(position.equals(model.lockedQuery.get()) ? null : position);
    }

    private void lock(Integer position) {
        model.lockedKey.set(null);
        model.lockedQuery.set(position);
    }

    private void keyPressed(KeyEvent event) {
        IntConsumer step = by -> lock(Math.clamp(chosen() + by, 0, Math.max(0, lines.size() - 1)));
        switch (event.getCode()) {
            case LEFT -> step.accept(-1);
            case RIGHT -> step.accept(1);
            case HOME -> step.accept(-lines.size());
            case END -> step.accept(lines.size());
            case ESCAPE -> {
                if (model.lockedQuery.get() == null) return;
                lock(null);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** The position that is talked about; -1 where there is no prompt. */
    int chosen() {
        HeadPicture picture = model.picture.get();
        if (picture == null) return -1;
        Integer chosen = model.lockedQuery.get() != null ? model.lockedQuery.get() : model.hoveredQuery.get();
        return chosen == null || chosen >= picture.size() ? picture.size() - 1 : chosen;
    }

    /** The middle of a token on the screen. */
    Point2D place(int position) {
        TokenLines.Box box = layOut(getWidth()).box(position);
        return localToScreen(box.x() + box.width() / 2, box.y() + TokenLines.BOX / 2);
    }

    /** How much a token is shaded as one that the chosen token attends to; NaN where it is not. */
    float attended(int position) {
        return model.direction.get() == Direction.KEYS || position > chosen() ? Float.NaN : value(chosen(), position);
    }

    /** How much a token is shaded as one that attends to the chosen token; NaN where it is not. */
    float attending(int position) {
        return model.direction.get() == Direction.QUERIES || position < chosen()
                ? Float.NaN
                : value(position, chosen());
    }

    private float value(int query, int key) {
        HeadPicture picture = model.picture.get();
        int hidden = picture.hidden(model.bosOut.get());
        return query < hidden || key < hidden ? Float.NaN : picture.at(query, key);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        return layOut(width).height();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 240;
    }

    private TokenLines layOut(double width) {
        HeadPicture picture = model.picture.get();
        if (picture == null || width <= 0) return TokenLines.NONE;
        if (lines.width() != width) lines = TokenLines.of(picture.labels(), font(), width);
        return lines;
    }

    private static Font font() {
        return mono(13);
    }

    @Override
    protected void paint(double width, double height) {
        lines = layOut(width);
        HeadPicture picture = model.picture.get();
        if (picture == null || !showing.getValue()) return;
        GraphicsContext gc = canvas.getGraphicsContext2D();
        Range range = picture.range(model.bosOut.get());
        var colouring = new Colouring(
                picture.palette(),
                range != null ? range : Range.fit(picture.matrix(false, model.bosOut.get()), picture.palette()),
                model.log.get());
        for (int position = 0; position < lines.size(); position++) paintToken(gc, picture, colouring, position);
        setAccessibleText(words(picture));
    }

    private void paintToken(GraphicsContext gc, HeadPicture picture, Colouring colouring, int position) {
        TokenLines.Box box = lines.box(position);
        float attended = attended(position);
        float attending = attending(position);
        boolean self = position == chosen();
        float value = Float.isNaN(attended) || self && Float.isNaN(attending) ? attending : attended;
        gc.setFill(colour(Ink.LINE).deriveColor(0, 1, 1, 0.55));
        gc.fillRoundRect(box.x(), box.y(), box.width(), TokenLines.BOX, 5, 5);
        if (!Float.isNaN(value)) {
            gc.setFill(shade(colouring, value, Float.isNaN(attended) ? colour(Ink.SECOND) : colour(Ink.ACCENT)));
            gc.fillRoundRect(box.x(), box.y(), box.width(), TokenLines.BOX, 5, 5);
        }
        if (self) {
            gc.setStroke(colour(Ink.INK));
            gc.setLineWidth(1.5);
            gc.strokeRoundRect(box.x() + 0.75, box.y() + 0.75, box.width() - 1.5, TokenLines.BOX - 1.5, 5, 5);
        }
        gc.setFill(colour(Ink.INK));
        gc.setFont(font());
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(picture.labels().get(position), box.x() + box.width() / 2, box.y() + TokenLines.BOX / 2);
        if (!Float.isNaN(value) && Math.abs(colouring.range().share(value) - zero(colouring)) >= LEAST_SAID) {
            gc.setFill(colour(Ink.MUTED));
            gc.setFont(mono(9.5));
            gc.setTextBaseline(VPos.TOP);
            gc.fillText(number(picture, value), box.x() + box.width() / 2, box.y() + TokenLines.BOX + 1);
        }
    }

    private static double zero(Colouring colouring) {
        return colouring.palette().isDiverging() ? 0.5 : 0;
    }

    /** Stronger for larger amounts; signed amounts in the two colours of their table. */
    private static Color shade(Colouring colouring, float value, Color colour) {
        double place = colouring.index(value) / 255.0;
        if (!colouring.palette().isDiverging()) return colour.deriveColor(0, 1, 1, 0.85 * place);
        int argb = colouring.palette().argb(place < 0.5 ? 24 : 231);
        return Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff, 0.85 * Math.abs(2 * place - 1));
    }

    private static String number(HeadPicture picture, float value) {
        return shortNumber(value, picture.palette().isDiverging());
    }

    /** Two decimals, without the zero in front. */
    static String shortNumber(float value, boolean signed) {
        String text = String.format(Locale.ROOT, signed ? "%+.2f" : "%.2f", value);
        return text.replaceFirst("^([+-]?)0\\.", "$1.");
    }

    /** What the chosen token attends to most, in words. */
    private String words(HeadPicture picture) {
        int best = 0;
        for (int key = 1; key <= chosen(); key++) {
            if (picture.at(chosen(), key) > picture.at(chosen(), best)) best = key;
        }
        List<String> labels = picture.labels();
        return Text.of(
                "attention.text.words",
                labels.get(chosen()),
                labels.get(best),
                number(picture, picture.at(chosen(), best)));
    }
}
