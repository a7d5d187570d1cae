package org.headscope.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * The look of the window, light or dark: AtlantaFX's Primer theme for the controls, with this program's colours
 * and style classes on top (theme/dark.css or theme/light.css, then theme/headscope.css).
 *
 * <p>The style classes for panes to use are the constants of {@link Styles}.
 */
public final class Theme {
    private static final List<String> FONTS = List.of(
            "Inter-Regular.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "Inter-Bold.otf",
            "HeadscopeMono-Regular.ttf",
            "HeadscopeMono-Bold.ttf");

    private static final String USED = "org.headscope.app.theme";

    private static final ObservableList<Scene> SCENES = FXCollections.observableArrayList();
    private static final ReadOnlyBooleanWrapper DARK = new ReadOnlyBooleanWrapper(true);
    private static ThemeMode mode = ThemeMode.SYSTEM;
    private static boolean started;

    private Theme() {}

    /** Whether the dark look is showing now. */
    public static ReadOnlyBooleanProperty darkProperty() {
        return DARK.getReadOnlyProperty();
    }

    /** What the user asked for. */
    public static ThemeMode mode() {
        return mode;
    }

    /** Gives a scene the look that is in force, now and whenever it changes, for as long as its window shows. */
    public static void apply(Scene scene) {
        start();
        if (scene.getProperties().putIfAbsent(USED, true) == null) {
            scene.windowProperty().flatMap(window -> window.showingProperty()).subscribe(showing -> {
                if (!Boolean.TRUE.equals(showing)) {
                    SCENES.remove(scene);
                } else if (!SCENES.contains(scene)) {
                    SCENES.add(scene);
                    restyle(scene);
                }
            });
        }
        restyle(scene);
    }

    /** Changes the look of the whole program and gives it to this scene. */
    public static void apply(Scene scene, ThemeMode wanted) {
        use(wanted);
        apply(scene);
    }

    /** Changes the look of the whole program. */
    public static void use(ThemeMode wanted) {
        start();
        mode = Objects.requireNonNull(wanted);
        refresh();
    }

    private static void start() {
        if (started) {
            return;
        }
        started = true;
        for (String font : FONTS) {
            Font.loadFont(resource("fonts/" + font), 12);
        }
        Platform.getPreferences().colorSchemeProperty().subscribe(Theme::refresh);
        refresh();
    }

    private static void refresh() {
        boolean dark = switch (mode) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
        var base = dark ? new PrimerDark() : new PrimerLight();
        if (!base.getUserAgentStylesheet().equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(base.getUserAgentStylesheet());
        }
        DARK.set(dark);
        SCENES.forEach(Theme::restyle);
    }

    private static void restyle(Scene scene) {
        String colours = resource(DARK.get() ? "dark.css" : "light.css");
        scene.getPreferences().setColorScheme(DARK.get() ? ColorScheme.DARK : ColorScheme.LIGHT);
        var ours = List.of(resource("dark.css"), resource("light.css"), resource("headscope.css"));
        var others = scene.getStylesheets().stream().filter(sheet -> !ours.contains(sheet));
        var wanted = Stream.concat(Stream.of(colours, resource("headscope.css")), others)
                .toList();
        if (!wanted.equals(scene.getStylesheets())) {
            scene.getStylesheets().setAll(wanted);
        }
    }

    private static String resource(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }
}
