package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.app.task.PauseByHand;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

/** What panes see of a session, with the engine, the FX thread and the time in the test's hands. */
class SessionTest {
    private static final ZeroAblation HEAD = new ZeroAblation(Site.head(3, 5));
    private static final ZeroAblation MLP = new ZeroAblation(Site.mlp(2));
    private static final String DRINK = Story.DRINK.prompt();

    private final Queue<Runnable> engine = new ArrayDeque<>();
    private final Queue<Runnable> fx = new ArrayDeque<>();
    private final PauseByHand pause = new PauseByHand();
    private final List<Throwable> unexpected = new ArrayList<>();
    private final Session session = new Session(engine::add, fx::add, pause, Story.DRINK, unexpected::add);

    private static void runAll(Queue<Runnable> queue) {
        while (!queue.isEmpty()) queue.remove().run();
    }

    private void work() {
        runAll(engine);
        runAll(fx);
    }

    private void open() throws Exception {
        session.open(new Laboratory(Story.model(Processing.RAW)));
        work();
    }

    private Comparison shown() {
        return session.comparisonProperty().get();
    }

    private Experiment asked() {
        return session.experimentProperty().get();
    }

    private String prompt() {
        return asked().prompt();
    }

    private List<String> steps() {
        return session.history().steps().stream().map(Step::words).toList();
    }

    private void type(String text) {
        session.type("Type", e -> e.withPrompt(text));
    }

    private void edit(String text) {
        session.edit("Edit " + text, e -> e.withPrompt(text));
    }

    @Test
    void withoutAModelNothingRuns() {
        assertNull(session.model());
        assertNull(shown());
        assertFalse(session.staleProperty().get());
        session.toggle(HEAD);
        assertTrue(session.staleProperty().get());
        assertFalse(session.busyProperty().get());
        assertTrue(engine.isEmpty());
        assertEquals(List.of("Start", "Switch 3.5 off"), steps());
    }

    @Test
    void anOpenedModelRunsWhatIsAsked() throws Exception {
        session.open(new Laboratory(Story.model(Processing.RAW)));
        assertTrue(session.staleProperty().get());
        assertTrue(session.busyProperty().get());
        assertNull(shown());
        work();
        assertFalse(session.staleProperty().get());
        assertFalse(session.busyProperty().get());
        assertTrue(shown().isClean());
        assertEquals(Story.DRINK, shown().after().experiment());
        assertSame(
                shown().after().metric(),
                session.history().steps().getFirst().metric(),
                "the step notes what was measured");
    }

    @Test
    void aSwitchIsFlippedThereAndBack() throws Exception {
        open();
        double clean = shown().after().metric().value();
        session.toggle(HEAD);
        work();
        assertEquals(List.of(HEAD), asked().active());
        assertEquals(clean, shown().before().metric().value(), 1e-4);
        assertEquals(10.87, shown().after().metric().value() - clean, 0.01);
        session.toggle(HEAD);
        work();
        assertEquals(Story.DRINK, asked());
        assertTrue(shown().isClean());
        assertEquals(List.of("Start", "Switch 3.5 off", "Switch 3.5 on again"), steps());
    }

    @Test
    void anInterventionThatIsUntickedIsTakenAway() throws Exception {
        open();
        session.toggle(HEAD);
        session.edit("untick", e -> e.switched(HEAD, false));
        assertTrue(asked().isClean());
        session.toggle(HEAD);
        assertEquals(List.of(), asked().switches());
    }

    @Test
    void clearingIsOneStepAndOfNothingNone() throws Exception {
        open();
        session.clearInterventions();
        assertEquals(List.of("Start"), steps());
        session.toggle(HEAD);
        session.toggle(MLP);
        session.clearInterventions();
        assertEquals(Story.DRINK, asked());
        session.undo();
        assertEquals(List.of(HEAD, MLP), asked().active());
    }

    @Test
    void undoAndRedoGoStepByStepAndStopAtTheEnds() throws Exception {
        open();
        edit("one");
        edit("two");
        session.undo();
        assertEquals("one", prompt());
        session.undo();
        assertEquals(DRINK, prompt());
        session.undo();
        assertEquals(DRINK, prompt());
        session.redo();
        assertEquals("one", prompt());
        session.redo();
        assertEquals("two", prompt());
        session.redo();
        assertEquals("two", prompt());
        session.goTo(-1);
        session.goTo(3);
        assertEquals("two", prompt());
        session.goTo(0);
        assertEquals(DRINK, prompt());
        work();
        assertEquals(DRINK, shown().after().experiment().prompt());
    }

    @Test
    void aChangeAfterGoingBackLeavesNoWayForward() throws Exception {
        open();
        edit("one");
        edit("two");
        session.undo();
        edit("three");
        session.redo();
        assertEquals("three", prompt());
        assertEquals(List.of("Start", "Edit one", "Edit three"), steps());
    }

    @Test
    void aChangeOfNothingIsNoStepAndNoRun() throws Exception {
        open();
        edit(DRINK);
        assertEquals(List.of("Start"), steps());
        assertTrue(engine.isEmpty());
        assertFalse(session.staleProperty().get());
    }

    @Test
    void typingIsOneStepAndOneRunAfterThePause() throws Exception {
        open();
        for (String text : List.of("T", "Th", "The")) type(text);
        assertTrue(session.staleProperty().get());
        assertTrue(session.busyProperty().get());
        assertTrue(engine.isEmpty(), "nothing runs before the pause is over");
        assertEquals(DRINK, shown().after().experiment().prompt(), "what was shown stays");
        pause.end();
        assertEquals(1, engine.size());
        work();
        assertEquals("The", shown().after().experiment().prompt());
        assertEquals(List.of("Start", "Type"), steps());
        session.undo();
        assertEquals(DRINK, prompt());
    }

    @Test
    void anEditInAPauseRunsAtOnceWithWhatWasTyped() throws Exception {
        open();
        type("The cat");
        session.toggle(HEAD);
        assertNull(pause.waiting());
        work();
        assertEquals("The cat", shown().after().experiment().prompt());
        assertEquals(List.of(HEAD), shown().after().experiment().active());
    }

    @Test
    void onlyTheNewestOfSeveralRunsIsPublished() throws Exception {
        open();
        var published = new ArrayList<String>();
        session.comparisonProperty()
                .subscribe(comparison ->
                        published.add(comparison.after().experiment().prompt()));
        published.clear();
        edit("one");
        engine.remove().run();
        edit("two");
        edit("three");
        work();
        assertEquals(List.of("three"), published);
        assertEquals("three", prompt());
    }

    @Test
    void whoeverSeesAComparisonSeesEverythingElseOfIt() throws Exception {
        open();
        edit("");
        session.edit("no BOS", e -> e.withBos(false));
        work();
        assertFalse(session.problemProperty().get().isEmpty());
        session.selection().positionProperty().set(14);
        session.shownProperty().set(Shown.DIFFERENCE);
        var seen = new ArrayList<String>();
        session.comparisonProperty().subscribe((_, now) -> {
            assertEquals(asked(), now.after().experiment());
            assertEquals("", session.problemProperty().get());
            assertFalse(session.staleProperty().get());
            assertFalse(session.busyProperty().get());
            assertEquals(Shown.AFTER, session.shownProperty().get(), "without interventions there is no difference");
            assertNull(session.selection().positionProperty().get());
            seen.add(now.after().experiment().prompt());
        });
        edit("The cat sat");
        work();
        assertEquals(List.of("The cat sat"), seen);
        assertEquals(List.of(), unexpected);
    }

    @Test
    void aPromptThatCannotRunIsASentenceAndTheRunsStay() throws Exception {
        open();
        Comparison before = shown();
        session.edit("empty", e -> e.withPrompt("").withBos(false));
        work();
        assertTrue(
                session.problemProperty().get().startsWith("The prompt is empty"),
                session.problemProperty().get());
        assertTrue(session.staleProperty().get());
        assertSame(before, shown());
        session.undo();
        work();
        assertEquals("", session.problemProperty().get());
        assertFalse(session.staleProperty().get());
        assertEquals(List.of(), unexpected);
    }

    @Test
    void aDefectIsNoSentence() throws Exception {
        open();
        session.toggle(new ZeroAblation(Site.head(9, 0)));
        work();
        assertEquals(1, unexpected.size());
        assertInstanceOf(IllegalArgumentException.class, unexpected.getFirst());
        assertEquals("", session.problemProperty().get());
        assertTrue(session.staleProperty().get());
    }

    @Test
    void aStoppedRunIsNeverPublishedAndCanBeRunAgain() throws Exception {
        open();
        Comparison before = shown();
        edit("one");
        assertFalse(session.stoppedProperty().get());
        session.cancel();
        assertTrue(session.stoppedProperty().get());
        work();
        assertSame(before, shown());
        assertTrue(session.staleProperty().get(), "what is shown is not what is asked");
        session.runAgain();
        assertFalse(session.stoppedProperty().get());
        work();
        assertEquals("one", shown().after().experiment().prompt());
        assertEquals(List.of("Start", "Edit one"), steps());
    }

    @Test
    void anAnswerThatIsOnItsWayWhenTheRunIsStoppedIsDropped() throws Exception {
        open();
        Comparison before = shown();
        edit("one");
        runAll(engine);
        session.cancel();
        runAll(fx);
        assertSame(before, shown());
    }

    @Test
    void stoppingWhileNothingRunsSaysNothing() throws Exception {
        open();
        session.cancel();
        assertFalse(session.stoppedProperty().get());
        assertFalse(session.staleProperty().get());
    }

    @Test
    void typingIsStoppedBeforeItRuns() throws Exception {
        open();
        type("The");
        session.cancel();
        assertNull(pause.waiting());
        assertTrue(session.stoppedProperty().get());
        assertTrue(session.staleProperty().get());
    }

    @Test
    void aChosenPositionStaysWithItsToken() throws Exception {
        open();
        session.selection().positionProperty().set(3);
        session.selection().keyProperty().set(14);
        edit(DRINK.replace("gave a drink", "gave a book"));
        work();
        assertEquals(3, session.selection().positionProperty().get());
        assertNull(session.selection().keyProperty().get(), "another token stands there now");
        edit("The end");
        work();
        assertNull(session.selection().positionProperty().get());
    }

    @Test
    void whatLiesBehindTheLastTokenIsNoLongerUnderThePointer() throws Exception {
        open();
        edit("The end");
        work();
        int length = shown().after().tokens().size();
        edit(DRINK);
        work();
        session.selection().hoveredPositionProperty().set(length);
        session.selection().hoveredKeyProperty().set(length - 1);
        edit("The end");
        work();
        assertNull(session.selection().hoveredPositionProperty().get());
        assertEquals(length - 1, session.selection().hoveredKeyProperty().get());
    }

    @Test
    void anotherModelForgetsTheRunsAndThePartsThatItLacks() throws Exception {
        open();
        session.edit("ids", e -> e.withPrompt("5 8 13").withAnswers("", ""));
        session.toggle(HEAD);
        session.toggle(new ZeroAblation(Site.head(1, 3)));
        session.selection().partProperty().set(Site.head(3, 5));
        work();
        assertNotNull(shown());
        try (Model tiny = Model.load(Resources.folder().resolveSibling("src/test/golden/gpt2"), Processing.RAW)) {
            session.open(new Laboratory(tiny));
            assertNull(shown(), "runs of another model are not shown");
            assertEquals(List.of(new ZeroAblation(Site.head(1, 3))), asked().active());
            assertEquals("Open gpt2", steps().getLast());
            assertEquals(Site.head(1, 0), session.selection().partProperty().get());
            work();
            assertEquals(asked(), shown().after().experiment());
            assertEquals(List.of(), unexpected);
        }
    }

    @Test
    void aRunOfTheOldModelIsDropped() throws Exception {
        open();
        edit("one");
        runAll(engine);
        session.open(new Laboratory(Story.model(Processing.FOLDED)));
        runAll(fx);
        assertNull(shown());
        work();
        assertEquals(1, shown().before().id());
    }
}
