package org.headscope.app.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.session.Session;
import org.headscope.app.task.Background;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.TokenQuery.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus of a few stories, measured with the bundled model. */
class ExamplePaneTest extends GuiTest {
    private static final Site NAME_MOVER = Site.head(3, 2);
    private static final String STORY =
            "When Mary and John went to the store, John gave a drink to Mary. Mary was happy.\n\n"
                    + "When Tom and Anna went to the park, Anna handed a ball to Tom. Tom thanked Anna.\n\n";

    @TempDir
    Path folder;

    private final Background background = new Background(EngineThread.executor());
    private Session session;
    private ExampleController examples;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("stories.txt"), STORY.repeat(8));
        openPane();
    }

    @AfterEach
    void close() {
        fx(() -> examples.cancel());
        background.close();
    }

    private void openPane() throws Exception {
        var laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            examples = new ExampleController(
                    session,
                    background.engine(),
                    background.files(),
                    background.surveys(),
                    folder.resolve("stories.txt"),
                    folder.resolve("kept"));
            return examples.view();
        });
        fx(() -> {
            session.selection().partProperty().set(NAME_MOVER);
            session.open(laboratory);
        });
    }

    private void measure() {
        await(() -> examples.model().reason.get() != null
                && "Measure all heads".equals(examples.model().reason.get().action()));
        clickOn("Measure all heads");
        await(() -> !examples.model().running.get()
                && !examples.model().rows.get().isEmpty()
                && examples.model().fraction.get() == 1);
    }

    private List<ExampleRow> rows() {
        return fx(() -> examples.model().rows.get());
    }

    private void select(int row) {
        ListView<ExampleRow> list = lookup("#example-list").queryListView();
        fx(() -> list.getSelectionModel().select(row));
        await(() -> !examples.model().prediction.get().isEmpty());
    }

    @Test
    void theTokensThatAHeadHelpsMostComeFirst() {
        measure();
        List<ExampleRow> rows = rows();
        for (int i = 1; i < rows.size(); i++)
            assertTrue(rows.get(i - 1).effect() >= rows.get(i).effect());
        assertTrue(rows.getFirst().effect() > 0.1, rows.getFirst().toString());

        fx(() -> examples.model().order.set(Order.MOST_HURT));
        await(() -> examples.model().rows.get().getFirst().effect() <= 0);
        fx(() -> examples.model().search.set(" Mary"));
        await(() ->
                examples.model().rows.get().stream().allMatch(row -> row.token().equals("␣Mary")));
        assertFalse(rows().isEmpty());
    }

    @Test
    void aTokenIsSeenInItsPassageAndTakenIntoThePrompt() {
        measure();
        select(0);
        ExampleRow first = rows().getFirst();
        Passage passage = fx(() -> examples.model().passage.get());
        assertEquals(first.at().chunk(), passage.chunk());
        assertEquals(
                first.at().position() - 1, fx(() -> examples.model().position.get()));
        assertEquals(
                first.effect(), passage.tokens().get(first.at().position() - 1).tint(), 0);
        String words =
                fx(() -> lookup("#example-prediction").queryAs(Label.class).getText());
        assertTrue(words.contains("comes " + first.token()), words);

        clickOn("#example-study");
        await(() -> !session.staleProperty().get());
        var experiment = fx(() -> session.experimentProperty().get());
        assertEquals(first.at().text(), experiment.answer());
        assertTrue(STORY.repeat(8).contains(experiment.prompt()), experiment.prompt());
    }

    @Test
    void whatWasMeasuredIsThereWhenThePaneIsOpenedAgain() throws Exception {
        measure();
        List<ExampleRow> before = rows();
        fx(() -> examples.openCorpus(List.of(folder.resolve("none.txt"))));
        await(() -> examples.model().reason.get() != null
                && examples.model().reason.get().what().equals("none.txt cannot be measured"));
        fx(() -> examples.openCorpus(List.of(folder.resolve("stories.txt"))));
        await(() -> examples.model().rows.get().equals(before));
        assertNull(fx(() -> examples.model().reason.get()));
    }

    @Test
    void directEffectsAreKeptBesideASurveyOfTotalOnes() {
        measure();
        List<ExampleRow> before = rows();
        fx(() -> examples.model().effect.set(Effect.TOTAL));
        await(() -> examples.model().reason.get() != null
                && "Measure all heads".equals(examples.model().reason.get().action()));
        fx(() -> examples.model().effect.set(Effect.DIRECT));
        await(() -> examples.model().rows.get().equals(before));
    }

    @Test
    void anotherHeadIsAskedWithoutMeasuringAgain() {
        measure();
        select(0);
        List<ExampleRow> before = rows();
        fx(() -> session.selection().partProperty().set(Site.head(2, 4)));
        await(() -> !examples.model().rows.get().equals(before));
        await(() -> examples.model().passage.get() != null
                && !examples.model().running.get());
        fx(() -> session.selection().partProperty().set(Site.mlp(2)));
        assertEquals(
                "No head is selected", fx(() -> examples.model().reason.get().what()));
    }

    @Test
    void aPredictionIsLookedAtClosely() {
        measure();
        select(0);
        await(() -> examples.model().detail.get() != null);
        ExampleRow first = rows().getFirst();
        var detail = fx(() -> examples.model().detail.get());
        assertEquals(first.at().position() - 1, detail.position());
        var next = detail.tokens().next();
        assertEquals(first.at().id(), next.token());
        // The survey's number, found in another way: the loss without the head minus the loss with it.
        assertEquals(first.effect(), next.logProbBefore() - next.logProbAfter(), 1e-3);
        for (Tab tab : Tab.values()) {
            fx(() -> examples.model().tab.set(tab));
            boolean bars = tab == Tab.NEXT || tab == Tab.ATTENTION;
            assertEquals(bars, fx(() -> lookup("#example-bars").query().isVisible()), tab::toString);
            assertEquals(!bars, fx(() -> lookup("#example-tokens").query().isVisible()), tab::toString);
        }
    }

    @Test
    void theListIsWrittenAsAPageForABrowser() throws Exception {
        measure();
        Path page = folder.resolve("page.html");
        fx(() -> examples.setOnReport(() -> Optional.of(page)));
        clickOn("#example-report");
        await(() -> Files.exists(page));
        String html = Files.readString(page);
        assertTrue(html.contains("<h1>What head 3.2 does for the tokens of stories.txt</h1>"), html);
        assertTrue(html.contains("<h2>passage " + rows().getFirst().at().chunk() + "</h2>"), html);
        assertTrue(html.contains("drink"), html);
        assertFalse(html.contains("<script"), html);
    }

    @Test
    void thePromptIsATextOfItsOwn() {
        measure();
        fx(() -> examples.model().own.set(true));
        await(() -> examples.model().detail.get() != null);
        Passage passage = fx(() -> examples.model().passage.get());
        assertEquals(Passage.OWN, passage.chunk());
        assertEquals(
                fx(() -> session.comparisonProperty().get().after().tokens().idList()), passage.ids());
        assertEquals(
                passage.ids().size() - 1, fx(() -> examples.model().position.get()));
        fx(() -> session.edit("other", e -> e.withPrompt("Anna gave a ball to Tom")));
        await(() -> examples.model().passage.get().ids().size() < passage.ids().size());
        fx(() -> examples.model().own.set(false));
        assertNull(fx(() -> examples.model().passage.get()));
    }
}
