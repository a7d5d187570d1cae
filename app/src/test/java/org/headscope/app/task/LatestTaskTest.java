package org.headscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LatestTaskTest {
    private final Queue<Runnable> worker = new ArrayDeque<>();
    private final Queue<Runnable> fx = new ArrayDeque<>();
    private final List<String> answers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private LatestTask.Work<String, String> work = (question, progress) -> question.toUpperCase();

    private final PauseByHand pause = new PauseByHand();

    private final LatestTask<String, String> task = new LatestTask<>(
            worker::add,
            fx::add,
            pause,
            (question, progress) -> work.answer(question, progress),
            answers::add,
            failures::add);

    private void pauseEnds() {
        pause.end();
    }

    private static void runAll(Queue<Runnable> queue) {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @Test
    void fiveQuickQuestionsHaveOneAnswer() {
        for (String question : List.of("w", "wh", "whe", "when", "when ")) {
            task.ask(question);
        }
        assertTrue(worker.isEmpty(), "nothing runs before the pause is over");
        assertTrue(task.isBusy());
        pauseEnds();
        assertEquals(1, worker.size());
        runAll(worker);
        runAll(fx);
        assertEquals(List.of("WHEN "), answers);
        assertFalse(task.isBusy());
    }

    @Test
    void theNewerQuestionWinsOverAnAnswerOnItsWay() {
        task.askNow("old");
        runAll(worker);
        task.askNow("new");
        runAll(fx);
        assertEquals(List.of(), answers, "the old answer arrived after the new question");
        assertTrue(task.isBusy());
        runAll(worker);
        runAll(fx);
        assertEquals(List.of("NEW"), answers);
    }

    @Test
    void aQueuedOldQuestionIsNotEvenWorkedOn() {
        var worked = new ArrayList<String>();
        work = (question, progress) -> {
            worked.add(question);
            return question;
        };
        task.askNow("a");
        task.askNow("b");
        runAll(worker);
        assertEquals(List.of("b"), worked);
    }

    @Test
    void aRunningOldQuestionIsStoppedAtItsNextStep() {
        var thrown = new ArrayList<Throwable>();
        work = (question, progress) -> {
            task.askNow("other");
            work = (q, p) -> q;
            try {
                progress.at(1, 2);
            } catch (CancellationException e) {
                thrown.add(e);
                throw e;
            }
            return question;
        };
        task.askNow("a");
        runAll(worker);
        runAll(fx);
        assertEquals(1, thrown.size());
        assertEquals(List.of("other"), answers);
        assertEquals(List.of(), failures);
    }

    @Test
    void cancelDropsTheAnswer() {
        task.ask("a");
        task.cancel();
        assertNull(pause.waiting());
        assertFalse(task.isBusy());
        task.askNow("b");
        runAll(worker);
        task.cancel();
        runAll(fx);
        assertEquals(List.of(), answers);
        assertFalse(task.isBusy());
    }

    @Test
    void aPauseThatEndsJustAfterCancelStartsNothing() {
        task.ask("a");
        Runnable late = pause.waiting();
        task.cancel();
        late.run();
        assertTrue(worker.isEmpty());
        assertFalse(task.isBusy());
    }

    @Test
    void failuresArriveUnlessTheyAreOld() {
        work = (question, progress) -> {
            throw new IOException(question);
        };
        task.askNow("old");
        runAll(worker);
        task.askNow("new");
        runAll(worker);
        runAll(fx);
        assertEquals(1, failures.size());
        assertInstanceOf(IOException.class, failures.getFirst());
        assertEquals("new", failures.getFirst().getMessage());
        assertFalse(task.isBusy());
    }

    @Test
    void workThatCancelsItselfEndsQuietly() {
        work = (question, progress) -> {
            throw new CancellationException();
        };
        task.askNow("a");
        runAll(worker);
        runAll(fx);
        assertFalse(task.isBusy());
        assertEquals(List.of(), failures);
    }

    @Test
    void progressIsMergedAndEndsWithTheRun() {
        var seen = new ArrayList<LatestTask.Step>();
        task.progressProperty().subscribe(step -> seen.add(step));
        work = (question, progress) -> {
            for (int done = 1; done <= 10_000; done++) {
                progress.at(done, 10_000);
            }
            assertEquals(1, fx.size(), "the FX thread is not flooded");
            return question;
        };
        task.askNow("a");
        runAll(worker);
        assertTrue(fx.size() <= 2);
        runAll(fx);
        assertTrue(seen.contains(new LatestTask.Step(10_000, 10_000)));
        assertNull(task.progressProperty().get());
        assertEquals(List.of("a"), answers);
    }

    @Test
    void aClosedWorkerLeavesNothingBusy() {
        var closed = new LatestTask<String, String>(
                _ -> {
                    throw new java.util.concurrent.RejectedExecutionException();
                },
                fx::add,
                pause,
                (question, progress) -> question,
                answers::add,
                failures::add);
        closed.askNow("a");
        assertFalse(closed.isBusy());
        assertEquals(List.of(), failures);
    }
}
