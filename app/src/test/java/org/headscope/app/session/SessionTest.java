package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.app.Story;
import org.headscope.app.resources.Resources;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

/** What panes see of a session: runs, problems, stops, selections, another model. */
class SessionTest extends SessionByHand {
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
    void theChoiceOfTheDifferenceOutlivesAStateWithNothingToCompare() throws Exception {
        open();
        session.toggle(HEAD);
        work();
        session.shownProperty().set(Shown.DIFFERENCE);
        session.undo();
        work();
        assertEquals(Shown.AFTER, session.shownProperty().get());
        edit("The cat sat");
        work();
        session.undo();
        session.toggle(MLP);
        work();
        assertEquals(Shown.DIFFERENCE, session.shownProperty().get());
        session.shownProperty().set(Shown.BEFORE);
        session.toggle(HEAD);
        work();
        assertEquals(Shown.BEFORE, session.shownProperty().get());
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
    void anotherModelForgetsTheRunsAndSwitchesOffWhatItLacks() throws Exception {
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
            assertEquals(
                    List.of(false, true),
                    asked().switches().stream().map(Switch::on).toList(),
                    "kept, but off");
            assertEquals("Open gpt2", steps().getLast());
            assertEquals(Site.head(1, 0), session.selection().partProperty().get());
            work();
            assertEquals(asked(), shown().after().experiment());
            session.undo();
            assertEquals(List.of(new ZeroAblation(Site.head(1, 3))), asked().active(), "nor does going back");
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
