package org.headscope.app;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.headscope.app.cli.WindowOptions;
import org.headscope.app.error.ErrorReporter;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.FirstExample;
import org.headscope.app.session.Session;
import org.headscope.app.settings.Settings;
import org.headscope.app.settings.SettingsFile;
import org.headscope.app.settings.SettingsStore;
import org.headscope.app.settings.WindowPlace;
import org.headscope.app.shell.ModelOpener;
import org.headscope.app.shell.Shell;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Theme;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;

/** The window's program: makes the services and hands them to each other. Nothing else says new for a service. */
public final class WorkbenchApp extends Application {
    private static final int PAUSE_MILLIS = 120;

    private static WindowOptions options = WindowOptions.NONE;

    private ErrorReporter errors;
    private Background background;
    private SettingsStore settings;
    private Session session;
    private ModelOpener opener;
    private Shell shell;
    private Stage stage;

    /** What the command line says; set before the launch. */
    static void options(WindowOptions given) {
        options = given;
    }

    @Override
    public void start(Stage primary) {
        stage = primary;
        errors = ErrorReporter.withDialog(() -> stage);
        errors.catchUncaught();
        background = new Background(EngineThread.executor());
        SettingsFile file = SettingsFile.inItsPlace();
        SettingsFile.Loaded loaded = file.load();
        settings = new SettingsStore(file, loaded.settings(), background.files(), sentence -> shell.warn(sentence));
        Theme.use(loaded.settings().theme());
        session = new Session(background.engine(), PAUSE_MILLIS, first(loaded.settings()), errors::report);
        opener = new ModelOpener(session, background.engine(), errors::report);
        shell = new Shell(stage, session, opener, settings, background, errors::report, this::close);
        shell.setOnLink(getHostServices()::showDocument);
        openFirst(loaded.settings());
        session.selection().partProperty().set(FirstExample.HEAD);

        place(loaded.settings().window());
        stage.setTitle(Text.of("app.name"));
        stage.setOnCloseRequest(_ -> close());
        stage.show();
        loaded.warning().ifPresent(shell::warn);
        obey();
    }

    /** What was asked when the window was closed last, or the first example. */
    private static Experiment first(Settings settings) {
        return settings.prompt() == null
                ? FirstExample.EXPERIMENT.withBos(settings.bos())
                : Experiment.of(settings.prompt(), settings.answer(), settings.wrong())
                        .withCorrupted(settings.corrupted())
                        .withBos(settings.bos());
    }

    /** Opens the last model; the bundled one if there was none or it is gone. */
    private void openFirst(Settings remembered) {
        Path last = options.model()
                .orElse(remembered.model() == null ? Resources.bundledModel() : Path.of(remembered.model()));
        boolean there = Files.exists(last);
        if (!there) {
            settings.change(old -> old.forgettingModel(last.toString()));
            shell.warn(Text.of("model.gone", last));
        }
        opener.openFirst(
                there ? last : Resources.bundledModel(),
                remembered.folded() ? Processing.FOLDED : Processing.RAW,
                background.files());
    }

    private void place(WindowPlace place) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        boolean visible = place != null
                && !Screen.getScreensForRectangle(place.x(), place.y(), place.width(), place.height())
                        .isEmpty();
        if (visible) {
            show(place.width(), place.height());
            stage.setX(place.x());
            stage.setY(place.y());
            stage.setWidth(place.width());
            stage.setHeight(place.height());
            stage.setMaximized(place.maximised());
        } else {
            show(Math.min(1600, screen.getWidth()), Math.min(1000, screen.getHeight()));
            stage.setMaximized(screen.getWidth() < 1700);
        }
        stage.setMinWidth(900);
        stage.setMinHeight(600);
    }

    private void show(double width, double height) {
        var scene = new Scene(shell.root(), width, height);
        stage.setScene(scene);
        shell.enter(scene);
    }

    private void close() {
        shell.remember();
        settings.change(old -> old.withWindow(
                new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized())));
        session.cancel();
        Platform.exit();
    }

    @Override
    public void stop() {
        settings.close();
        background.close();
    }

    /** What the command line asks for: checks of an installation, and the pictures of the guide. */
    private void obey() {
        options.pictures()
                .ifPresent(folder -> afterFirstRun(
                        () -> shell.takeGuidePictures(folder, background.files(), errors::report, this::close)));
        options.screenshot()
                .ifPresent(file -> afterFirstRun(
                        () -> shell.takePicture(file, background.files(), errors::report, this::closeIfAsked)));
        if (options.screenshot().isEmpty() && options.exitAfterFirstRun()) afterFirstRun(this::close);
    }

    private void closeIfAsked() {
        if (options.exitAfterFirstRun()) close();
    }

    private void afterFirstRun(Runnable action) {
        var once = new Subscription[1];
        once[0] = session.comparisonProperty().subscribe((_, comparison) -> {
            if (comparison == null || comparison.before().isStored()) return;
            once[0].unsubscribe();
            Background.later(action);
        });
    }
}
