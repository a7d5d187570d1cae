package org.headscope.app.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.headscope.app.Story;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

class LossChangeTest {
    private static Comparison comparison() throws Exception {
        return Story.laboratory().run(Story.DRINK.plus(new ZeroAblation(Site.mlp(0))), Progress.NONE);
    }

    @Test
    void aChangeIsAfterMinusBefore() throws Exception {
        Comparison comparison = comparison();
        List<LossChange> all = LossChange.of(comparison, 100);
        assertEquals(comparison.after().tokens().size(), all.size());
        assertFalse(all.getFirst().isPredicted());
        for (LossChange loss : all.subList(1, all.size())) {
            assertEquals(comparison.before().lossOf(loss.position()), loss.before());
            assertEquals(comparison.after().lossOf(loss.position()), loss.after());
            assertEquals(comparison.lossChange(loss.position()), loss.change(), 1e-5);
        }
    }

    @Test
    void whereThereIsRoomForFewThoseThatChangedMostStayInOrder() throws Exception {
        Comparison comparison = comparison();
        List<LossChange> few = LossChange.of(comparison, 3);
        List<Integer> positions = few.stream().map(LossChange::position).toList();
        assertEquals(3, few.size());
        assertEquals(positions.stream().sorted().toList(), positions);
        double least =
                few.stream().mapToDouble(loss -> Math.abs(loss.change())).min().orElseThrow();
        long larger = LossChange.of(comparison, 100).stream()
                .filter(loss -> loss.isPredicted() && Math.abs(loss.change()) > least)
                .count();
        assertEquals(2, larger);
    }
}
