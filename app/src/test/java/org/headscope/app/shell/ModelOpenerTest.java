package org.headscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.app.GuiTest;
import org.headscope.app.HeldEngine;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.FirstExample;
import org.headscope.app.session.Session;
import org.headscope.app.task.Background;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How models come into a session, with the bundled one and copies of it. */
class ModelOpenerTest extends GuiTest {
    @TempDir
    private Path folder;

    private final List<Throwable> unexpected = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Background background;
    private Session session;
    private ModelOpener opener;

    @BeforeEach
    void start() {
        background = new Background(EngineThread.executor());
        fx(() -> {
            session = new Session(background.engine(), 0, FirstExample.EXPERIMENT, unexpected::add);
            opener = new ModelOpener(session, background.engine(), unexpected::add);
            opener.onRefused(refused::add);
        });
    }

    @AfterEach
    void stop() {
        fx(() -> session.cancel());
        background.close();
        assertTrue(unexpected.isEmpty(), unexpected.toString());
    }

    private Comparison comparison() {
        return session.comparisonProperty().get();
    }

    private void awaitLiveRun() {
        await(() -> comparison() != null
                && !comparison().before().isStored()
                && !session.staleProperty().get());
    }

    @Test
    void theStoredExampleShowsUntilTheModelHasComputedIt() {
        try (var _ = new HeldEngine()) {
            fx(() -> opener.openFirst(Resources.bundledModel(), Processing.FOLDED, background.files()));
            await(() -> comparison() != null);
            assertTrue(comparison().before().isStored());
            assertFalse(session.staleProperty().get());
            assertEquals(5.07, comparison().after().metric().value(), 0.005);
            assertEquals(EngineState.Phase.LOADING, opener.stateProperty().get().phase());
        }
        awaitLiveRun();
        assertEquals(5.07, comparison().after().metric().value(), 0.005);
        assertEquals(EngineState.Phase.READY, opener.stateProperty().get().phase());
        assertTrue(refused.isEmpty(), refused.toString());
    }

    @Test
    void aModelWhoseWeightsCannotBeLoadedGivesWayToTheBundledOne() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        try (Stream<Path> files = Files.list(Resources.bundledModel())) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                Files.copy(file, broken.resolve(file.getFileName()));
        }
        try (var weights =
                new RandomAccessFile(broken.resolve("model.safetensors").toFile(), "rw")) {
            weights.setLength(weights.length() - 4);
        }

        fx(() -> opener.openFirst(broken, Processing.FOLDED, background.files()));
        awaitLiveRun();

        assertEquals(Resources.bundledModel(), session.model().folder());
        assertEquals(1, refused.size());
        assertTrue(refused.getFirst().contains("model.safetensors"), refused.getFirst());
        assertEquals(EngineState.Phase.READY, opener.stateProperty().get().phase());
    }

    @Test
    void whatIsAskedOfAModelThatWasClosedIsDroppedAndItsTokensStayReadable() {
        fx(() -> opener.openFirst(Resources.bundledModel(), Processing.FOLDED, background.files()));
        awaitLiveRun();
        var old = session.model();
        fx(() -> opener.open(Resources.bundledModel(), Processing.RAW));
        await(() -> session.model() != old && comparison() != null);

        fx(() -> session.open(new Laboratory(old)));
        await(() -> !session.busyProperty().get());

        assertEquals(" Mary", old.tokenizer().split(" Mary").getFirst().text());
    }

    @Test
    void ofTwoThatAreAskedForTheLastOneOpens() {
        fx(() -> {
            opener.open(Resources.bundledModel(), Processing.RAW);
            opener.open(Resources.bundledModel(), Processing.FOLDED);
        });
        awaitLiveRun();
        assertEquals(Processing.FOLDED, session.model().processing());
        assertEquals(EngineState.Phase.READY, opener.stateProperty().get().phase());
    }
}
