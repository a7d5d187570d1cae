package org.headscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.headscope.app.GuiTest;
import org.headscope.app.pane.Pictures;
import org.junit.jupiter.api.Test;

class ChartTest extends GuiTest {
    @Test
    void ticksAreRoundAndCoverTheValues() {
        assertEquals(List.of(0.0, 0.5, 1.0), Ticks.around(0, 1, 3).values());
        var ticks = Ticks.around(-3.7, 12.2, 5);
        assertTrue(ticks.low() <= -3.7 && ticks.high() >= 12.2);
        assertEquals("-5", ticks.text(ticks.low()));
        assertEquals("0.25", new Ticks(0, 1, 0.05).text(0.25));
        assertTrue(Ticks.around(2, 2, 4).values().size() >= 2, "one value only");
    }

    @Test
    void hoveringALineShowsTheNearestPlace() {
        var chart = new LineChart();
        show(() -> {
            chart.placesProperty().set(List.of("0 pre", "1 pre", "2 pre", "final"));
            chart.seriesProperty().set(List.of(new Series("p(␣Mary)", new double[] {0, 0.25, Double.NaN, 1})));
            return new VBox(chart);
        });
        moveTo(fx(() -> chart.localToScreen(60, 50)));
        settle();
        assertEquals(0, chart.hoveredProperty().get());
        fx(() -> chart.hoveredProperty().set(1));
        settle();
        assertEquals("1 pre, p(␣Mary)  0.250", fx(chart::getAccessibleText));
        fx(() -> chart.hoveredProperty().set(2));
        assertEquals("2 pre", fx(chart::getAccessibleText), "no value, no number");
        fx(() -> chart.placesProperty().set(List.of()));
        settle();
    }

    @Test
    void barsAreAsLongAsTheirValues() {
        var bars = new BarPairs();
        var chosen = new ArrayList<Integer>();
        show(() -> {
            bars.rowsProperty().set(List.of(new BarPair("␣Mary", 1, 0.5), new BarPair("␣John", 0.25)));
            bars.onActionProperty().set(chosen::add);
            return new VBox(bars);
        });
        var image = fx(() -> Pictures.of(bars, 1));
        int[] grey = {0};
        int[] orange = {0};
        int[] single = {0};
        for (int x = 0; x < image.getWidth(); x++) {
            grey[0] += near(image.getPixelReader().getColor(x, 9), Color.web("#7d8799"));
            orange[0] += near(image.getPixelReader().getColor(x, 17), Color.web("#ffa94d"));
            single[0] += near(image.getPixelReader().getColor(x, 27 + 13), Color.web("#ffa94d"));
        }
        assertEquals(0.5, (double) orange[0] / grey[0], 0.02);
        assertEquals(0.25, (double) single[0] / grey[0], 0.02);
        assertEquals("␣Mary 100.00 % → 50.00 %; ␣John 25.00 %", fx(bars::getAccessibleText));
        clickOn(fx(() -> bars.localToScreen(100, 40)));
        settle();
        assertEquals(List.of(1), chosen);
    }

    private static int near(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                                + Math.abs(one.getGreen() - other.getGreen())
                                + Math.abs(one.getBlue() - other.getBlue())
                        < 0.06
                ? 1
                : 0;
    }
}
