package org.headscope.app.theme;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.PaintConverter;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.stage.Window;

/**
 * A control that paints itself on canvases as large as itself, in colours that come from the style sheet (class
 * {@code painted}, properties {@code -hs-paint-...}). Subclasses paint in {@link #paint}, which runs at most once
 * per pulse, after {@link #repaint()}, a resize or a change of theme.
 */
public abstract class Painted extends Region {
    /** The roles a colour can play. */
    public enum Ink {
        INK(Color.web("#e8ecf4")),
        MUTED(Color.web("#9aa4b8")),
        LINE(Color.web("#2c354a")),
        ACCENT(Color.web("#ffa94d")),
        GROUND(Color.web("#161c2b")),
        MASK(Color.web("#2a3142")),
        BEFORE(Color.web("#7d8799")),
        AFTER(Color.web("#ffa94d")),
        SECOND(Color.web("#74c0fc"));

        private final Color initial;
        private final CssMetaData<Painted, Paint> css;

        Ink(Color initial) {
            this.initial = initial;
            this.css = new CssMetaData<>("-hs-paint-" + name().toLowerCase(), PaintConverter.getInstance(), initial) {
                @Override
                public boolean isSettable(Painted painted) {
                    return !painted.inks.get(Ink.this).isBound();
                }

                @Override
                public StyleableProperty<Paint> getStyleableProperty(Painted painted) {
                    return painted.inks.get(Ink.this);
                }
            };
        }
    }

    private static final List<CssMetaData<? extends Styleable, ?>> CSS = allCss();

    private final Map<Ink, StyleableObjectProperty<Paint>> inks = new EnumMap<>(Ink.class);
    private final List<Canvas> canvases = new ArrayList<>();
    private boolean dirty = true;

    @SuppressWarnings("this-escape") // the properties only keep their bean, and repaint() only sets a flag
    protected Painted() {
        for (Ink ink : Ink.values()) {
            var property = new SimpleStyleableObjectProperty<Paint>(ink.css, this, ink.name(), ink.initial);
            property.subscribe(this::repaint);
            inks.put(ink, property);
        }
        getStyleClass().add("painted");
        widthProperty().subscribe(this::repaint);
        heightProperty().subscribe(this::repaint);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::outputScaleXProperty)
                .subscribe(this::repaint);
    }

    /** Adds a layer; it is kept as large as this control. */
    protected final Canvas addLayer() {
        var canvas = new Canvas();
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        canvases.add(canvas);
        getChildren().add(canvas);
        return canvas;
    }

    /** Asks for a painting before the next frame. */
    protected final void repaint() {
        dirty = true;
        requestLayout();
    }

    /** Paints everything; width and height are those of the control and greater than zero. */
    protected abstract void paint(double width, double height);

    /** The colour that the style sheet gives to a role. */
    protected final Color colour(Ink ink) {
        return inks.get(ink).get() instanceof Color colour ? colour : ink.initial;
    }

    /** Device pixels per unit, by which whole pixels are found. */
    protected final double pixelScale() {
        var scene = getScene();
        return scene == null || scene.getWindow() == null
                ? 1
                : scene.getWindow().getOutputScaleX();
    }

    /** The font for tokens and numbers. */
    public static Font mono(double size) {
        return Font.font("Headscope Mono", size);
    }

    @Override
    protected void layoutChildren() {
        if (!dirty || getWidth() <= 0 || getHeight() <= 0) {
            return;
        }
        dirty = false;
        for (Canvas canvas : canvases) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            canvas.getGraphicsContext2D().clearRect(0, 0, getWidth(), getHeight());
        }
        paint(getWidth(), getHeight());
    }

    private static List<CssMetaData<? extends Styleable, ?>> allCss() {
        var all = new ArrayList<CssMetaData<? extends Styleable, ?>>(Region.getClassCssMetaData());
        for (Ink ink : Ink.values()) {
            all.add(ink.css);
        }
        return List.copyOf(all);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return CSS;
    }
}
