package org.headscope.app.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headscope.app.Story;
import org.headscope.app.session.Ablation;
import org.headscope.engine.experiment.Metric.Kind;
import org.headscope.engine.hook.Site;
import org.junit.jupiter.api.Test;

/** Signs, differences, means and spreads of what was measured, by hand. */
class EffectSheetTest {
    private static final Site HEAD = Site.head(3, 5);

    private static Measured measured(double estimate, double exact, double direct) throws Exception {
        var measured = new Measured(SweepKey.of(Story.laboratory(), Story.DRINK, Ablation.ZERO));
        measured.estimate(Map.of(HEAD, estimate));
        if (!Double.isNaN(exact)) measured.put(HEAD, exact);
        if (!Double.isNaN(direct)) measured.putDirect(Map.of(HEAD, direct));
        return measured;
    }

    private static PartRow row(Kind kind, Path path, EffectSheet.Term... terms) {
        return EffectSheet.of(List.of(terms), kind, path).of(HEAD);
    }

    private static EffectSheet.Term term(Measured after) {
        return new EffectSheet.Term(after, null);
    }

    @Test
    void aPartHelpsByWhatTheMetricFallsWithoutIt() throws Exception {
        PartRow row = row(Kind.LOGIT_DIFFERENCE, Path.TOTAL, term(measured(-2, -3, -1)));
        assertEquals(2, row.estimate());
        assertEquals(3, row.exact());
        assertEquals(1, row.difference());
        assertEquals(3, row.of(Path.TOTAL));
        assertEquals(1, row.of(Path.DIRECT));
        assertEquals(2, row.of(Path.INDIRECT));
        assertFalse(row.isEstimated(Path.TOTAL));
    }

    @Test
    void aLossHelpsByFalling() throws Exception {
        assertEquals(-3, row(Kind.LOSS, Path.TOTAL, term(measured(2, -3, 1))).exact());
    }

    @Test
    void whatIsNotMeasuredIsEstimated() throws Exception {
        PartRow row = row(Kind.LOGIT_DIFFERENCE, Path.TOTAL, term(measured(-2, Double.NaN, -0.5)));
        assertEquals(2, row.of(Path.TOTAL));
        assertEquals(1.5, row.of(Path.INDIRECT));
        assertTrue(row.isEstimated(Path.TOTAL));
        assertTrue(row.isEstimated(Path.INDIRECT));
        assertFalse(row.isEstimated(Path.DIRECT));
        assertTrue(Double.isNaN(row.difference()));
    }

    @Test
    void ofTwoRunsTheyAreSubtracted() throws Exception {
        var term = new EffectSheet.Term(measured(-2, -3, -1), measured(-1, -1, -4));
        PartRow row = row(Kind.LOGIT_DIFFERENCE, Path.TOTAL, term);
        assertEquals(1, row.estimate());
        assertEquals(2, row.exact());
        assertEquals(-3, row.direct());
    }

    @Test
    void overASetTheyAreMeansWithTheDeviationOfASample() throws Exception {
        var terms = new ArrayList<EffectSheet.Term>();
        for (double exact : new double[] {-1, -2, -6}) terms.add(term(measured(-1, exact, exact / 2)));
        var all = terms.toArray(EffectSheet.Term[]::new);
        PartRow row = row(Kind.LOGIT_DIFFERENCE, Path.TOTAL, all);
        assertEquals(3, row.exact(), 1e-12);
        assertEquals(Math.sqrt((4 + 1 + 9) / 2.0), row.spread(), 1e-12);
        assertEquals(
                Math.sqrt((1 + 0.25 + 2.25) / 2.0),
                row(Kind.LOGIT_DIFFERENCE, Path.DIRECT, all).spread(),
                1e-12);
        terms.add(term(measured(-5, Double.NaN, -1)));
        PartRow partly = row(Kind.LOGIT_DIFFERENCE, Path.TOTAL, terms.toArray(EffectSheet.Term[]::new));
        assertTrue(partly.isEstimated(Path.TOTAL), "a mean over some prompts is no mean over all");
        assertEquals(2, partly.total(), 1e-12);
        assertEquals(2, partly.spread(), 1e-12);
    }

    @Test
    void nothingIsKnownOfOtherParts() {
        assertTrue(Double.isNaN(EffectSheet.EMPTY.of(HEAD).total()));
    }
}
