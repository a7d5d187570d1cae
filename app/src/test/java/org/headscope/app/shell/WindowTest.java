package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.headscope.app.GuiTest;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.FirstExample;
import org.headscope.app.session.Session;
import org.headscope.app.settings.Settings;
import org.headscope.app.settings.SettingsFile;
import org.headscope.app.settings.SettingsStore;
import org.headscope.app.task.Background;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole window on the bundled model, in front of every test. */
abstract class WindowTest extends GuiTest {
    @TempDir
    Path folder;

    final List<Throwable> unexpected = new ArrayList<>();
    Background background;
    SettingsStore settings;
    Session session;
    ModelOpener opener;
    Shell shell;

    @BeforeEach
    void openTheWindow() {
        background = new Background(EngineThread.executor());
        show(() -> {
            settings = new SettingsStore(
                    new SettingsFile(folder.resolve("settings.json")), Settings.DEFAULTS, background.files(), _ -> {});
            session = new Session(background.engine(), 0, FirstExample.EXPERIMENT, unexpected::add);
            opener = new ModelOpener(session, background.engine(), unexpected::add);
            shell = new Shell(stage(), session, opener, settings, background, unexpected::add, () -> {});
            return shell.root();
        });
        fx(() -> {
            shell.enter(stage().getScene());
            opener.openFirst(Resources.bundledModel(), Processing.FOLDED, background.files());
        });
        awaitRun(1);
    }

    @AfterEach
    void closeTheWindow() {
        fx(() -> session.cancel());
        settings.close();
        background.close();
        assertTrue(unexpected.isEmpty(), unexpected.toString());
    }

    /** Waits for a run of at least this number. */
    void awaitRun(long id) {
        await(() -> session.comparisonProperty().get() != null
                && session.comparisonProperty().get().after().id() >= id
                && !session.staleProperty().get());
    }

    /** The metric of what is shown. */
    double metric() {
        return fx(() -> session.comparisonProperty().get().after().metric().value());
    }
}
