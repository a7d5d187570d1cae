package org.headscope.app.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Metric.Kind;
import org.headscope.engine.experiment.Switch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.Prompt;
import org.junit.jupiter.api.Test;

/** Mean, spread, and what is left out of them. */
class DistributionTest {
    private static Measured difference(double before, double after) {
        return new Measured(new Metric(Kind.LOGIT_DIFFERENCE, before), new Metric(Kind.LOGIT_DIFFERENCE, after), "");
    }

    private static Survey.State state(Measured... measured) {
        List<Prompt> prompts = Collections.nCopies(measured.length, Prompt.of("x"));
        var off = new Switch(new ZeroAblation(Site.head(0, 0)), true);
        var key = new FamilyKey(null, true, List.of(), List.of(off), prompts);
        return new Survey.State(key, Collections.unmodifiableList(Arrays.asList(measured)), false);
    }

    @Test
    void meanAndSpreadAreThoseOfASample() {
        Distribution.Moments moments = Distribution.moments(new double[] {1, 2, 3, -2});
        assertEquals(1, moments.mean(), 1e-12);
        assertEquals(Math.sqrt(14 / 3.0), moments.spread(), 1e-12);
        assertEquals(3, moments.above());
    }

    @Test
    void whatIsNoNumberOrOfAnotherKindIsCountedAndLeftOut() {
        var loss = new Measured(new Metric(Kind.LOSS, 3), new Metric(Kind.LOSS, 4), "");
        var failed = new Measured(null, null, "Too long.");
        Distribution found = Distribution.of(
                        state(difference(1, 2), difference(Double.NaN, 0), difference(5, 3), loss, null, failed))
                .orElseThrow();
        assertEquals(List.of(0, 2), found.places());
        assertEquals(1, found.undefined());
        assertEquals(1, found.unlike());
        assertEquals(List.of("Too long."), found.problems());
        assertEquals(List.of(1.0, -2.0), Arrays.stream(found.changes()).boxed().toList());
    }

    @Test
    void nothingMeasuredIsNoDistribution() {
        assertTrue(Distribution.of(state(null, null)).isEmpty());
    }
}
