package org.headscope.app.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.input.KeyCode;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.chart.DotPlot;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metric over a set of prompts. */
class FamilyPaneTest extends GuiTest {
    private static final List<Prompt> SET = List.of(
            prompt(Story.DRINK.prompt(), " Mary", " John"),
            prompt("When Mary and John went to the store, Mary gave a drink to", " John", " Mary"),
            prompt("When Tom and Anna went to the park, Tom gave a ball to", " Anna", " Tom"));

    private Session session;
    private FamilyController family;
    private Laboratory laboratory;
    private final List<Prompt> opened = new ArrayList<>();

    private static Prompt prompt(String text, String answer, String wrong) {
        return new Prompt(text, "", answer, wrong, "drinks", "");
    }

    @BeforeEach
    void open() throws Exception {
        laboratory = Story.laboratory();
        show(() -> {
            session = Story.session();
            family = new FamilyController(session, EngineThread.executor());
            family.setOnOpen(opened::add);
            session.setsProperty().set(new PromptSets(SET));
            return family.view();
        });
        fx(() -> session.open(laboratory));
        awaitDots(3);
    }

    @Test
    void everyDotIsTheMetricOfItsPrompt() throws Exception {
        for (int i = 0; i < SET.size(); i++) {
            double metric =
                    laboratory.metric(experiment(SET.get(i)), Progress.NONE).value();
            assertEquals(metric, dots().get(i).before(), 1e-6);
            assertTrue(Double.isNaN(dots().get(i).after()));
        }
        assertEquals(0, fx(() -> family.model().open.get()));
    }

    @Test
    void interventionsGiveEveryPromptASecondDot() throws Exception {
        var off = new ZeroAblation(Site.head(3, 3));
        fx(() -> session.toggle(off));
        await(() -> family.model().compared.get()
                && family.model().dots.get().size() == 3
                && !family.model().running.get());
        double change = 0;
        for (int i = 0; i < SET.size(); i++) {
            Experiment asked = experiment(SET.get(i));
            double after = laboratory.metric(asked.plus(off), Progress.NONE).value();
            assertEquals(after, dots().get(i).after(), 1e-4);
            change += (after - dots().get(i).before()) / SET.size();
        }
        String moved = fx(() -> family.model().sentences.get().get(2));
        assertTrue(moved.startsWith("mean change " + MetricText.change(change)), moved);
    }

    @Test
    void aPinnedRunIsWhatEveryPromptIsComparedWith() throws Exception {
        var pinned = new ZeroAblation(Site.head(3, 5));
        var off = new ZeroAblation(Site.head(3, 3));
        fx(() -> session.toggle(pinned));
        fx(() -> session.togglePin());
        fx(() -> session.edit("other", e -> e.clean().plus(off)));
        await(() -> family.model().before.get().contains("pinned")
                && family.model().dots.get().size() == 3
                && !family.model().running.get());
        for (int i = 0; i < SET.size(); i++) {
            Experiment asked = experiment(SET.get(i));
            assertEquals(
                    laboratory.metric(asked.plus(pinned), Progress.NONE).value(),
                    dots().get(i).before(),
                    1e-4);
            assertEquals(
                    laboratory.metric(asked.plus(off), Progress.NONE).value(),
                    dots().get(i).after(),
                    1e-4);
        }
    }

    @Test
    void aClickOnADotOpensItsPrompt() {
        DotPlot plot = lookup("#family-dots").queryAs(DotPlot.class);
        fx(() -> plot.onActionProperty().get().accept(2));
        assertEquals(List.of(SET.get(2)), opened);
    }

    @Test
    void promptsThatAskForSomethingElseAreLeftOutAndCounted() {
        var more = new ArrayList<>(SET);
        more.add(prompt("Just prose, nothing to answer", "", ""));
        more.add(prompt("too long ".repeat(300), " Mary", " John"));
        fx(() -> session.setsProperty().set(new PromptSets(more)));
        await(() ->
                !family.model().running.get() && family.model().sentences.get().size() == 3);
        assertEquals(3, dots().size());
        List<String> said = fx(() -> family.model().sentences.get());
        assertEquals("One prompt asks for another kind of answer and is left out.", said.get(1));
        assertTrue(said.get(2).startsWith("One prompt could not be measured: "), said.get(2));
    }

    @Test
    void aLargeSetWaitsToBeAskedAndStopsOnDemand() {
        List<Prompt> many = IntStream.range(0, 3000)
                .mapToObj(i -> prompt("When Mary and John saw " + i + " birds, John gave a drink to", " Mary", " John"))
                .toList();
        fx(() -> {
            session.setsProperty().set(new PromptSets(many));
            family.model().group.set("drinks");
        });
        awaitDots(Survey.AT_ONCE);
        assertFalse(fx(() -> family.model().running.get()));
        clickOn("#family-all");
        await(() -> family.model().dots.get().size() > Survey.AT_ONCE);
        fx(family::cancel);
        int stopped = dots().size();
        assertTrue(stopped < many.size());
        settle();
        assertEquals(stopped, dots().size());
        assertTrue(fx(() -> lookup("#family-all").query().isVisible()), "it can be gone on with");
    }

    @Test
    void aPromptOfNoSetKeepsTheSetThatIsSeen() {
        fx(() -> session.edit("other", e -> e.withPrompt("Something else entirely")));
        await(() -> !session.staleProperty().get());
        awaitDots(3);
        assertEquals(-1, fx(() -> family.model().open.get()));
        push(KeyCode.ESCAPE);
    }

    private static Experiment experiment(Prompt prompt) {
        return Experiment.of(prompt.text(), prompt.answer(), prompt.wrong());
    }

    private List<DotPlot.Item> dots() {
        return fx(() -> family.model().dots.get());
    }

    private void awaitDots(int count) {
        await(() -> family.model().dots.get().size() == count
                && !family.model().running.get());
    }
}
