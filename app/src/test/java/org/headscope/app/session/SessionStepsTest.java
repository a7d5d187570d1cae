package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.app.Story;
import org.junit.jupiter.api.Test;

/** What the steps of a session are: switching, typing, undo and redo. */
class SessionStepsTest extends SessionByHand {
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
}
