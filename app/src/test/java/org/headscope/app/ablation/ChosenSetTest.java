package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Stream;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which set of prompts means are taken over. */
class ChosenSetTest extends GuiTest {
    private Session session;
    private AblationController pane;
    private List<Prompt> library;

    @BeforeEach
    void open() throws Exception {
        library = PromptFile.read(Resources.promptLibrary()).prompts();
        show(() -> {
            session = Story.session();
            pane = new AblationController(session, EngineThread.executor(), Runnable::run);
            return pane.view();
        });
    }

    private String chosen() {
        return fx(() -> pane.model().group.get());
    }

    @Test
    void itStaysWhileTheLibraryHasIt() {
        fx(() -> session.setsProperty().set(new PromptSets(library)));
        assertEquals("Indirect object", chosen());
        fx(() -> {
            pane.model().group.set("Capitals");
            session.setsProperty()
                    .set(new PromptSets(Stream.concat(library.stream(), Stream.of(Prompt.of("Pasted")))
                            .toList()));
        });
        assertEquals("Capitals", chosen());
        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
        assertEquals("Capitals", chosen());
        fx(() -> session.setsProperty()
                .set(new PromptSets(library.stream()
                        .filter(prompt -> !prompt.label().equals("Capitals"))
                        .toList())));
        assertEquals("Indirect object", chosen());
    }

    @Test
    void aSetThatTheModelCannotReadGivesWayUntilTheNextModel() throws Exception {
        Laboratory words = Story.laboratory();
        try (Model ids = Model.load(Resources.folder().resolveSibling("src/test/golden/gpt2"), Processing.RAW)) {
            fx(() -> {
                session.setsProperty().set(new PromptSets(library));
                session.open(words);
                pane.model().kind.set(AblationKind.SET_MEAN);
            });
            await(() -> !session.staleProperty().get());
            fx(() -> session.open(new Laboratory(ids)));
            await(() -> pane.view().errorProperty().get() != null);
            assertEquals(
                    "This model can read no prompt of “Indirect object”, so the mean is taken over this prompt.",
                    fx(() -> pane.view().errorProperty().get()));
            assertEquals(AblationKind.PROMPT_MEAN, fx(() -> pane.model().kind.get()));
            await(() -> pane.sweepProperty().get().stage() == Sweep.Stage.DONE);
            fx(() -> session.open(words));
            assertNull(fx(() -> pane.view().errorProperty().get()));
        }
    }
}
