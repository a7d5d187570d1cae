package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
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
            pane = new AblationController(session, EngineThread.executor());
            return pane.view();
        });
    }

    private String chosen() {
        return fx(() -> pane.model().group.get());
    }

    @Test
    void itStaysWhileTheLibraryHasIt() {
        fx(() -> pane.setLibrary(library));
        assertEquals("Indirect object", chosen());
        fx(() -> {
            pane.model().group.set("Capitals");
            pane.setLibrary(
                    Stream.concat(library.stream(), Stream.of(Prompt.of("Pasted"))).toList());
        });
        assertEquals("Capitals", chosen());
        fx(() -> session.toggle(new ZeroAblation(Site.head(3, 5))));
        assertEquals("Capitals", chosen());
        fx(() -> pane.setLibrary(library.stream()
                .filter(prompt -> !prompt.label().equals("Capitals"))
                .toList()));
        assertEquals("Indirect object", chosen());
    }
}
