package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.session.Ablation;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sweep on an engine whose tasks the test runs one by one. */
class SweepTest extends GuiTest {
    private final Queue<Runnable> engine = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Map<Site, Double> effects = new HashMap<>();
    private Sweep sweep;
    private Sweep.Target target;

    @BeforeEach
    void start() throws Exception {
        var laboratory = Story.laboratory();
        Run run = laboratory.run(Story.DRINK, Progress.NONE).after();
        target = new Sweep.Target(SweepKey.of(laboratory, run, Ablation.ZERO), run, effects);
        sweep = new Sweep(engine::add, failures::add);
        fx(() -> sweep.show(List.of(target)));
    }

    @Test
    void asksForOnePartAtATimeFromTheLastLayerDown() {
        var order = new ArrayList<Site>();
        for (int i = 0; i < 12; i++) {
            assertEquals(1, engine.size());
            var before = List.copyOf(effects.keySet());
            work();
            order.addAll(effects.keySet().stream()
                    .filter(part -> !before.contains(part))
                    .toList());
        }
        assertEquals(AblationSweep.sites(4, 8).subList(0, 12), order);
        assertEquals(new Sweep.State(Sweep.Stage.RUNNING, 12, 40, state().seconds()), state());
        assertTrue(failures.isEmpty());
    }

    @Test
    void stopsAndGoesOnWithoutMeasuringTwice() {
        for (int i = 0; i < 3; i++) work();
        fx(() -> sweep.stop());
        assertEquals(Sweep.Stage.STOPPED, state().stage());
        work();
        assertEquals(3, effects.size(), "what ran on is dropped");
        fx(() -> sweep.resume());
        assertEquals(1, engine.size());
        work();
        assertEquals(4, effects.size());
        assertTrue(effects.containsKey(Site.head(3, 3)));
    }

    @Test
    void knowsWhatWasMeasuredBefore() {
        for (int i = 0; i < 3; i++) work();
        fx(() -> sweep.show(List.of(target)));
        assertEquals(3, state().done());
        for (Site part : AblationSweep.sites(4, 8)) effects.putIfAbsent(part, 0.0);
        fx(() -> sweep.show(List.of(target)));
        assertEquals(Sweep.Stage.DONE, state().stage());
        fx(() -> sweep.clear());
        assertEquals(Sweep.Stage.NOTHING, state().stage());
    }

    @Test
    void anotherRunTakesItsPlaceAtOnce() {
        work();
        fx(() -> sweep.giveWay());
        int waiting = engine.size();
        work();
        assertEquals(1, waiting);
        assertEquals(1, effects.size(), "the pass in the queue is not made any more");
        assertTrue(engine.isEmpty());
    }

    @Test
    void paceIsTheMedianOfTheLatest() {
        var pace = new Pace();
        List<Site> some = List.of(Site.mlp(3), Site.mlp(0));
        assertEquals(0, pace.seconds(some, 4));
        // Three blocks each, of one second; one was held up.
        for (int i = 0; i < 6; i++) pace.learn(Site.mlp(3), 4, i == 2 ? 90_000_000_000L : 3_000_000_000L);
        assertEquals(9, pace.seconds(some, 4), 1e-9);
        assertEquals(Part.MLP, some.getFirst().part());
    }

    @Test
    void theTimeThatALongPromptTookSaysNothingAboutAShortOne() {
        var pace = new Pace();
        pace.turnTo(target.key().laboratory(), 250, null);
        for (int i = 0; i < 6; i++) pace.learn(Site.mlp(3), 4, 3_000_000_000L);
        engine.clear();
        sweep = new Sweep(engine::add, failures::add, pace);
        fx(() -> sweep.show(List.of(target)));
        assertEquals(Sweep.Stage.RUNNING, state().stage());
        for (int i = 0; i < 6; i++) pace.learn(Site.mlp(3), 4, 3_000_000_000L);
        fx(() -> sweep.show(List.of(target)));
        assertEquals(Sweep.Stage.LONG, state().stage(), "its own time counts");
    }

    private Sweep.State state() {
        return fx(() -> sweep.stateProperty().get());
    }

    /** Does what waits for the engine, here, and lets the FX thread take the answer. */
    private void work() {
        Runnable task = engine.poll();
        if (task != null) task.run();
        settle();
    }
}
