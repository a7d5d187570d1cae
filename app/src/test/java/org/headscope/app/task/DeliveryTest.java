package org.headscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javafx.application.Platform;
import org.headscope.app.GuiTest;
import org.junit.jupiter.api.Test;

class DeliveryTest extends GuiTest {
    @Test
    void answersArriveOnTheFxThreadAfterThePause() {
        var answers = new ArrayList<String>();
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (var background = new Background(Runnable::run)) {
            var task = fx(() -> new LatestTask<String, String>(
                    background.files(),
                    30,
                    (question, progress) -> {
                        workers.add(Thread.currentThread());
                        return question + "!";
                    },
                    answer -> answers.add(answer + Platform.isFxApplicationThread()),
                    failure -> answers.add("failed")));
            for (String question : List.of("a", "b", "c")) {
                fx(() -> task.ask(question));
            }
            await(() -> !task.isBusy());
            assertEquals(List.of("c!true"), answers);
            assertNotEquals(fx(Thread::currentThread), workers.iterator().next());
        }
    }
}
