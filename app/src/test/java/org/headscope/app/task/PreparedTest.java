package org.headscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.TokensOfSet;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.token.Tokenizer;
import org.junit.jupiter.api.Test;

/** Prompt sets on a worker whose tasks the test runs one by one. */
class PreparedTest extends GuiTest {
    private final Queue<Runnable> worker = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<List<List<Integer>>> got = new ArrayList<>();
    private final Prepared<TokensOfSet, List<List<Integer>>> sets =
            new Prepared<>(TokensOfSet::encode, worker::add, failures::add);
    private final PromptSets library = new PromptSets(List.of(
            new Prompt("One two", "", "", "", "numbers", ""),
            new Prompt("Three four", "", "", "", "numbers", ""),
            Prompt.of("Elsewhere")));

    private boolean ask(Tokenizer tokenizer, boolean bos) {
        var question = new TokensOfSet(library, "numbers", tokenizer, bos, 100);
        return fx(() -> sets.with(question, got::add));
    }

    @Test
    void aSetIsEncodedOnceAndNotOnTheThreadOfTheWindow() throws Exception {
        Tokenizer tokenizer = Story.laboratory().model().tokenizer();
        assertFalse(ask(tokenizer, true));
        assertFalse(ask(tokenizer, true));
        assertEquals(1, worker.size());
        assertTrue(got.isEmpty());
        worker.remove().run();
        settle();
        assertEquals(2, got.size());
        assertEquals(2, got.getFirst().size());

        assertTrue(ask(tokenizer, true));
        assertTrue(worker.isEmpty());
        assertSame(got.getFirst(), got.getLast());

        assertFalse(ask(tokenizer, false));
        worker.remove().run();
        settle();
        assertEquals(
                got.getFirst().getFirst().size() - 1, got.getLast().getFirst().size());
        assertTrue(failures.isEmpty());
    }

    @Test
    void whatWaitsForTokensOfTheModelBeforeIsForgotten() throws Exception {
        Tokenizer tokenizer = Story.laboratory().model().tokenizer();
        assertFalse(ask(tokenizer, true));
        fx(sets::clear);
        worker.remove().run();
        settle();
        assertTrue(got.isEmpty());
        assertFalse(ask(tokenizer, true), "and is encoded anew");
        worker.remove().run();
        settle();
        assertEquals(1, got.size());
    }
}
