package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.app.GuiTest;
import org.headscope.app.Story;
import org.headscope.app.session.Ablation;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sweep on an engine whose tasks the test runs one by one. */
class SweepTest extends GuiTest {
    private final Queue<Runnable> engine = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Sweep sweep;
    private Measured effects;

    @BeforeEach
    void start() throws Exception {
        var laboratory = Story.laboratory();
        effects = new Measured(SweepKey.of(laboratory, Story.DRINK, Ablation.ZERO));
        sweep = new Sweep(engine::add, failures::add);
        show(false);
    }

    private void show(boolean direct) {
        engine.clear();
        fx(() -> sweep.show(new Sweep.Wanted(List.of(effects), false, direct, () -> effects::estimate)));
    }

    @Test
    void estimatesAllAtOnceAndMeasuresTheLargestFirst() throws Exception {
        assertEquals(1, engine.size());
        work();
        assertTrue(effects.isEstimated());
        assertEquals(0, effects.count());
        List<Site> parts = effects.parts();
        List<Site> ranked = parts.stream()
                .sorted(Comparator.comparing(part -> -Math.abs(effects.estimate(part))))
                .toList();
        for (int i = 0; i < 12; i++) {
            assertEquals(1, engine.size());
            work();
            assertEquals(Set.copyOf(ranked.subList(0, i + 1)), measured());
        }
        double exact = AblationSweep.effect(
                effects.key().laboratory(), Story.DRINK, new ZeroAblation(ranked.getFirst()), Progress.NONE);
        assertEquals(exact, effects.exact(ranked.getFirst()), 1e-4);
        assertEquals(new Sweep.State(Sweep.Stage.RUNNING, 12, 40, state().seconds()), state());
        assertTrue(failures.isEmpty());
    }

    private Set<Site> measured() {
        return effects.parts().stream().filter(effects::has).collect(Collectors.toSet());
    }

    @Test
    void directEffectsComeLayerByLayerBeforeTheWholeOnes() {
        show(true);
        for (int i = 0; i < 3; i++) work();
        assertEquals(20, effects.directCount());
        assertEquals(0, effects.count());
        assertEquals(new Sweep.State(Sweep.Stage.RUNNING, 20, 80, 0), state());
        for (int i = 0; i < 3; i++) work();
        assertEquals(40, effects.directCount());
        assertEquals(1, effects.count());
    }

    @Test
    void stopsAndGoesOnWithoutMeasuringTwice() {
        for (int i = 0; i < 4; i++) work();
        fx(() -> sweep.stop());
        assertEquals(Sweep.Stage.STOPPED, state().stage());
        Set<Site> before = measured();
        work();
        assertEquals(before, measured(), "what ran on is dropped");
        assertEquals(3, before.size());
        fx(() -> sweep.resume());
        assertEquals(1, engine.size());
        work();
        assertEquals(4, effects.count());
        assertTrue(measured().containsAll(before));
    }

    @Test
    void knowsWhatWasMeasuredBefore() {
        for (int i = 0; i < 4; i++) work();
        show(false);
        assertEquals(3, state().done());
        for (Site part : effects.parts()) effects.put(part, 0.0);
        show(false);
        assertEquals(Sweep.Stage.DONE, state().stage());
        fx(() -> sweep.clear());
        assertEquals(Sweep.Stage.NOTHING, state().stage());
    }

    @Test
    void anotherRunTakesItsPlaceAtOnce() {
        work();
        work();
        fx(() -> sweep.giveWay());
        int waiting = engine.size();
        work();
        assertEquals(1, waiting);
        assertEquals(1, effects.count(), "the pass in the queue is not made any more");
        assertTrue(engine.isEmpty());
    }

    private List<SweepStep> steps(Site... parts) {
        return Stream.of(parts)
                .<SweepStep>map(part -> new SweepStep.Exact(effects, part))
                .toList();
    }

    /** Three blocks of one second each. */
    private void learn(Pace pace, long nanos) {
        pace.learn(steps(Site.mlp(3)).getFirst(), nanos);
    }

    @Test
    void paceIsTheMedianOfTheLatest() {
        var pace = new Pace();
        List<SweepStep> some = steps(Site.mlp(3), Site.mlp(0));
        assertEquals(0, pace.seconds(some));
        // One was held up.
        for (int i = 0; i < 6; i++) learn(pace, i == 2 ? 90_000_000_000L : 3_000_000_000L);
        assertEquals(9, pace.seconds(some), 1e-9);
    }

    @Test
    void theTimeThatALongPromptTookSaysNothingAboutAShortOne() {
        var pace = new Pace();
        SweepKey key = effects.key();
        pace.turnTo(SweepKey.of(
                key.laboratory(), Story.DRINK.withPrompt(Story.DRINK.prompt().repeat(9)), key.ablation()));
        for (int i = 0; i < 6; i++) learn(pace, 3_000_000_000L);
        sweep = new Sweep(engine::add, failures::add, pace);
        show(false);
        assertEquals(Sweep.Stage.RUNNING, state().stage());
        for (int i = 0; i < 6; i++) learn(pace, 3_000_000_000L);
        show(false);
        assertEquals(Sweep.Stage.RUNNING, state().stage(), "estimates need not be asked for");
        work();
        assertEquals(Sweep.Stage.LONG, state().stage(), "its own time counts");
        assertTrue(effects.isEstimated());
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
