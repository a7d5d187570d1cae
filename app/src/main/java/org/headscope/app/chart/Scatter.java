package org.headscope.app.chart;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Painted;

/** Estimated against measured numbers, a dot for each thing, with the line on which both are the same. */
public final class Scatter extends Painted {
    private static final double MARGIN = 16;
    private static final double FONT = 10;

    /** One thing. */
    public record Point(double estimate, double exact) {}

    private final ObjectProperty<List<Point>> points = new SimpleObjectProperty<>(this, "points", List.of());
    private final Canvas canvas = addLayer();

    public Scatter() {
        setMinSize(0, 0);
        setPrefSize(150, 150);
        points.subscribe(this::repaint);
        points.subscribe(now -> setAccessibleText(words(now)));
    }

    /** The dots; numbers only. */
    public ObjectProperty<List<Point>> pointsProperty() {
        return points;
    }

    /** Such as "estimate against exact: r = 0.93"; empty while there are too few. */
    public static String words(List<Point> points) {
        double r = correlation(points);
        return Double.isNaN(r) ? "" : Text.of("chart.correlation", String.format(Locale.ROOT, "%.2f", r));
    }

    /** Pearson's correlation; NaN for fewer than three points or where either does not vary. */
    public static double correlation(List<Point> points) {
        int n = points.size();
        if (n < 3) return Double.NaN;
        double meanX = points.stream().mapToDouble(Point::estimate).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::exact).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (Point point : points) {
            double x = point.estimate() - meanX;
            double y = point.exact() - meanY;
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        return xx == 0 || yy == 0 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }

    @Override
    protected void paint(double width, double height) {
        GraphicsContext gc = canvas.getGraphicsContext2D();
        double side = Math.min(width, height) - MARGIN - 1;
        if (side < 20) return;
        double left = MARGIN;
        double top = 0.5;
        gc.setStroke(colour(Ink.LINE));
        gc.setLineWidth(1);
        gc.strokeRect(left + 0.5, top, side, side);
        double reach = points.get().stream()
                .mapToDouble(point -> Math.max(Math.abs(point.estimate()), Math.abs(point.exact())))
                .max()
                .orElse(0);
        double scale = side / 2 / Math.max(1e-9, reach * 1.08);
        double x0 = left + side / 2;
        double y0 = top + side / 2;
        gc.setLineDashes(2, 3);
        gc.strokeLine(left, y0, left + side, y0);
        gc.strokeLine(x0, top, x0, top + side);
        gc.setLineDashes();
        gc.strokeLine(left, top + side, left + side, top);
        gc.setFill(colour(Ink.ACCENT).deriveColor(0, 1, 1, 0.75));
        for (Point point : points.get()) {
            gc.fillOval(x0 + point.estimate() * scale - 2, y0 - point.exact() * scale - 2, 4, 4);
        }
        labels(gc, left, top, side);
    }

    private void labels(GraphicsContext gc, double left, double top, double side) {
        gc.setFill(colour(Ink.MUTED));
        gc.setFont(mono(FONT));
        gc.setTextAlign(TextAlignment.CENTER);
        gc.setTextBaseline(VPos.TOP);
        gc.fillText(Text.of("chart.scatter.estimate"), left + side / 2, top + side + 3);
        gc.save();
        gc.translate(left - 4, top + side / 2);
        gc.rotate(-90);
        gc.setTextBaseline(VPos.BOTTOM);
        gc.fillText(Text.of("chart.scatter.exact"), 0, 0);
        gc.restore();
    }
}
