package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.app.Story;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Processing;
import org.junit.jupiter.api.Test;

/** One run pinned, and all others compared with it. */
class SessionPinTest extends SessionByHand {
    @Test
    void everyRunIsComparedWithTheOneThatIsPinned() throws Exception {
        open();
        session.toggle(HEAD);
        work();
        Run without35 = shown().after();
        session.togglePin();
        work();
        assertTrue(shown().isClean(), "a run compared with itself");

        session.toggle(MLP);
        work();
        assertSame(without35, shown().before());
        assertEquals(2, shown().after().experiment().active().size());
        assertEquals("run 2 · pinned", RunTag.run(shown(), Shown.BEFORE));

        session.undo();
        session.undo();
        work();
        assertTrue(asked().isClean());
        assertSame(without35, shown().before());
        assertFalse(shown().isClean());
    }

    @Test
    void lettingGoComparesWithThePromptAgain() throws Exception {
        open();
        session.toggle(HEAD);
        session.pin(asked());
        session.unpin();
        work();
        assertNull(session.baselineProperty().get());
        assertTrue(shown().before().experiment().isClean());
        assertFalse(shown().isPinned());
    }

    @Test
    void aLongerPromptIsComparedWithItselfUntilItFitsAgain() throws Exception {
        open();
        session.pin(asked());
        edit(DRINK + " the");
        work();
        assertFalse(shown().isPinned());
        assertEquals(Story.DRINK, session.baselineProperty().get());
        edit(DRINK.replace("John gave", "Mary gave"));
        work();
        assertTrue(shown().isPinned());
        assertEquals(Story.DRINK, shown().before().experiment());
    }

    @Test
    void anotherModelHasNoPinnedRun() throws Exception {
        open();
        session.pin(asked());
        session.open(new Laboratory(Story.model(Processing.FOLDED)));
        work();
        assertNull(session.baselineProperty().get());
        assertTrue(shown().isClean());
    }

    @Test
    void goingBackShowsTheRunThatWasThere() throws Exception {
        open();
        Run first = shown().after();
        session.toggle(HEAD);
        work();
        session.undo();
        work();
        assertSame(first, shown().after());
    }
}
