package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final AtomicLong clock = new AtomicLong();
    private final History history = new History(clock::get);

    private void type(String prompt) {
        history.add("Type", Experiment.of(prompt, "", ""), "typing");
    }

    private void edit(String prompt) {
        history.add("Edit", Experiment.of(prompt, "", ""), "");
    }

    private List<String> prompts() {
        return history.steps().stream().map(step -> step.experiment().prompt()).toList();
    }

    @Test
    void whatIsTypedInOneGoIsOneStep() {
        edit("start");
        type("a");
        type("ab");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
        type("abc");
        type("abcd");
        assertEquals(List.of("start", "ab", "abcd"), prompts());
        edit("other");
        type("other!");
        assertEquals(List.of("start", "ab", "abcd", "other", "other!"), prompts());
    }

    @Test
    void aChangeAfterGoingBackDropsWhatLayAhead() {
        edit("start");
        edit("a");
        edit("b");
        var canRedo = history.canRedo();
        history.moveTo(1);
        assertTrue(canRedo.get());
        assertEquals("a", history.current().prompt());
        edit("c");
        assertEquals(List.of("start", "a", "c"), prompts());
        assertFalse(canRedo.get());
    }

    @Test
    void theOldestStepsAreForgotten() {
        for (int i = 0; i <= 2000; i++) edit("prompt " + i);
        assertEquals(2000, history.steps().size());
        assertEquals("prompt 1", prompts().getFirst());
        assertEquals("prompt 2000", history.current().prompt());
    }

    @Test
    void aStepTakesTheMetricOfItsOwnRunOnly() {
        edit("start");
        edit("a");
        Experiment other = history.steps().getFirst().experiment();
        history.measured(other, 7, new Metric(Metric.Kind.LOSS, 1));
        assertNull(history.steps().getLast().metric());
        history.measured(history.current(), 8, new Metric(Metric.Kind.LOSS, 2));
        assertEquals(2, history.steps().getLast().metric().value());
        assertEquals(8, history.steps().getLast().run(), "the number that the panes give the run");
    }
}
