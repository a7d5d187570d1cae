package org.headscope.app.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.headscope.app.Story;
import org.headscope.app.task.PauseByHand;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Processing;

/** A session with the engine, the FX thread and the time in the test's hands. */
abstract class SessionByHand {
    static final ZeroAblation HEAD = new ZeroAblation(Site.head(3, 5));
    static final ZeroAblation MLP = new ZeroAblation(Site.mlp(2));
    static final String DRINK = Story.DRINK.prompt();

    final Queue<Runnable> engine = new ArrayDeque<>();
    final Queue<Runnable> fx = new ArrayDeque<>();
    final PauseByHand pause = new PauseByHand();
    final List<Throwable> unexpected = new ArrayList<>();
    final Session session = new Session(engine::add, fx::add, pause, Story.DRINK, unexpected::add);

    static void runAll(Queue<Runnable> queue) {
        while (!queue.isEmpty()) queue.remove().run();
    }

    void work() {
        runAll(engine);
        runAll(fx);
    }

    void open() throws Exception {
        session.open(new Laboratory(Story.model(Processing.RAW)));
        work();
    }

    Comparison shown() {
        return session.comparisonProperty().get();
    }

    Experiment asked() {
        return session.experimentProperty().get();
    }

    String prompt() {
        return asked().prompt();
    }

    List<String> steps() {
        return session.history().steps().stream().map(Step::words).toList();
    }

    void type(String text) {
        session.type("Type", e -> e.withPrompt(text));
    }

    void edit(String text) {
        session.edit("Edit " + text, e -> e.withPrompt(text));
    }
}
