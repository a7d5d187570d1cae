package org.headscope.app.patching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.headscope.app.Story;
import org.headscope.app.chart.Scatter;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.session.FirstExample;
import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Maps as they fill. */
class MeasuredTest {
    private static Model model;
    private static PromptPair pair;

    @BeforeAll
    static void open() throws Exception {
        model = Story.laboratory().model();
        pair = PromptPair.of(Story.laboratory(), FirstExample.EXPERIMENT);
    }

    private static Measured map(PromptPair of, PatchMap map) {
        return new Measured(new PatchKey(of, map, Direction.NOISING));
    }

    @Test
    void whatIsMeasuredStaysWhenItIsCancelledAndIsNotMeasuredAgain() throws Exception {
        Measured map = map(pair, PatchMap.Z);
        assertThrows(
                CancellationException.class,
                () -> map.fill((done, _) -> {
                    if (done >= 10) throw new CancellationException();
                }));
        int done = map.done();
        assertTrue(done >= 10 && done < 32);
        var partial = new MapSheet(map);
        assertEquals(32 - done, partial.estimated().size());
        assertEquals(done, partial.points().size());
        double known = partial.metric(new Cell(3, 7));

        map.fill((now, total) -> assertTrue(now >= done && total == 32));
        var whole = new MapSheet(map);
        assertTrue(map.isDone() && whole.estimated().isEmpty());
        assertEquals(known, whole.metric(new Cell(3, 7)));
        Measured atOnce = map(pair, PatchMap.Z);
        atOnce.fill(Progress.NONE);
        assertEquals(new MapSheet(atOnce).matrix(false), whole.matrix(false));
    }

    @Test
    void whatIsNoNumberIsNamed() throws Exception {
        LogitMetric broken = new LogitMetric() {
            @Override
            public double value(RunRequest request, Tensor logits) {
                double value = pair.metric().value(request, logits);
                return value < 0 ? Double.NaN : value;
            }

            @Override
            public Tensor gradient(RunRequest request, Tensor logits) {
                return pair.metric().gradient(request, logits);
            }
        };
        Measured map = map(new PromptPair(model, pair.clean(), pair.corrupted(), broken), PatchMap.RESID_PRE);
        map.fill(Progress.NONE);
        var sheet = new MapSheet(map);
        assertEquals(4, sheet.notNumbers());
        assertTrue(Float.isNaN(sheet.matrix(true).at(0, 11)));
        assertEquals(0, sheet.matrix(true).at(0, 3), 1e-4);
        String words = PatchWords.cell(sheet, new Cell(0, 11), null);
        assertEquals("resid_pre 0 at 11 ␣John\nnot a number: the metric cannot be computed with this value", words);
    }

    @Test
    void runsWithTheSameMetricLeaveNothingToDivideBy() throws Exception {
        LogitMetric constant = new LogitMetric() {
            @Override
            public double value(RunRequest request, Tensor logits) {
                return 1;
            }

            @Override
            public Tensor gradient(RunRequest request, Tensor logits) {
                return Tensor.of(new float[logits.size()], logits.shape());
            }
        };
        Measured map = map(new PromptPair(model, pair.clean(), pair.corrupted(), constant), PatchMap.ATTN_OUT);
        map.fill(Progress.NONE);
        var sheet = new MapSheet(map);
        assertTrue(sheet.isFlat());
        assertEquals(0, sheet.number(new Cell(0, 11), true));
        assertTrue(Double.isNaN(Scatter.correlation(sheet.points())));
    }

    @Test
    void aPathNeedsASenderBelowItsReceiver() {
        var low = Site.head(0, 3);
        var high = Site.head(3, 0);
        var key = Site.of("k", 2).unit(1);
        var choice = new PathChoice(List.of(low, high), List.of(key), true);
        assertEquals(
                new PathChoice(List.of(low), List.of(key), true), choice.onPaths(pair.path(Direction.NOISING, true)));
        assertTrue(new PathChoice(List.of(high), List.of(key), true)
                .onPaths(pair.path(Direction.NOISING, true))
                .isEmpty());
        assertEquals("0.3, 3.0", choice.senderWords());
    }

    @Test
    void correlationIsPearsons() {
        var points = List.of(new Scatter.Point(1, 2), new Scatter.Point(2, 4), new Scatter.Point(3, 6.5));
        assertEquals(0.9979, Scatter.correlation(points), 1e-4);
        assertTrue(Double.isNaN(Scatter.correlation(points.subList(0, 2))));
    }
}
