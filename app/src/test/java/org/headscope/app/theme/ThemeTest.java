package org.headscope.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest extends GuiTest {
    private static Map<String, Color> colours(String sheet) throws IOException {
        String css = new String(Theme.class.getResourceAsStream(sheet).readAllBytes(), StandardCharsets.UTF_8);
        var colours = new HashMap<String, Color>();
        Pattern.compile("(-[a-z0-9-]+): (#[0-9a-f]{6}|rgba\\([^)]*\\));")
                .matcher(css)
                .results()
                .forEach(match -> colours.put(match.group(1), Color.web(match.group(2))));
        return colours;
    }

    private static double contrast(Color one, Color other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double c) {
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark.css", "light.css"})
    void textsCanBeRead(String sheet) throws IOException {
        var colours = colours(sheet);
        for (String ground : new String[] {"-hs-pane", "-hs-ground", "-hs-raised", "-hs-inset", "-hs-select"}) {
            assertTrue(contrast(colours.get("-hs-ink"), colours.get(ground)) >= 7, ground);
            for (String text : new String[] {"-hs-muted", "-hs-accent-text", "-hs-bad", "-hs-good", "-hs-warn"}) {
                double contrast = contrast(colours.get(text), colours.get(ground));
                assertTrue(contrast >= 4.2, text + " on " + ground + ": " + contrast);
            }
        }
        assertTrue(contrast(colours.get("-hs-accent"), colours.get("-hs-pane")) >= 3);
    }

    @Test
    void bothLooksHaveTheSameColours() throws IOException {
        assertEquals(colours("dark.css").keySet(), colours("light.css").keySet());
    }

    @Test
    void theBundledFontsAreFound() {
        show(StackPane::new);
        for (String family : new String[] {"Inter", "Inter Medium", "Inter Semi Bold", "Headscope Mono"}) {
            assertEquals(family, fx(() -> new Font(family, 12)).getFamily());
        }
    }

    @Test
    void aWindowChangesItsLookWhileItShows() {
        var label = new Label("text");
        label.getStyleClass().add(Styles.MUTED);
        show(() -> new StackPane(label), ThemeMode.DARK);
        assertTrue(Theme.darkProperty().get());
        Color dark = (Color) fx(label::getTextFill);
        fx(() -> Theme.use(ThemeMode.LIGHT));
        settle();
        assertFalse(Theme.darkProperty().get());
        Color light = (Color) fx(label::getTextFill);
        assertTrue(luminance(light) < luminance(dark));
        assertEquals(2, stage().getScene().getStylesheets().size());
    }

    @Test
    void longTextsAreShortened() {
        show(StackPane::new);
        Font font = Painted.mono(12);
        double width = fx(() -> TextFit.width("␣store", font));
        assertEquals("␣store", fx(() -> TextFit.elide("␣store", font, width)));
        String cut = fx(() -> TextFit.elide("␣storehouse 🙂🙂", font, width));
        assertTrue(cut.startsWith("␣s") && cut.endsWith("…"), cut);
        assertEquals("", fx(() -> TextFit.elide("wide", font, 2)));
    }
}
