package org.headscope.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.LogitLens.Norm;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lens against the same arithmetic written as loops over doubles. */
class LogitLensTest {
    private static Model model;
    private static Laboratory laboratory;
    private static Run run;

    @BeforeAll
    static void runOnce() throws Exception {
        var golden = new GoldenModel("gpt2");
        model = golden.load(Processing.RAW);
        laboratory = new Laboratory(model);
        run = laboratory
                .run(Experiment.of(ids(golden.tokens()[0]), "", "").withBos(false), Progress.NONE)
                .after();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static String ids(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    /** Log-probabilities [d_vocab] of a residual vector, by loops. */
    private static double[] byLoops(Tensor residual, Tensor scaleFrom) {
        double[] normalized = normalize(residual, scaleFrom);
        Tensor unembed = model.parameter("unembed.W_U");
        Tensor bias = model.parameter("unembed.b_U");
        var logits = new double[unembed.size(1)];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = bias.get(id);
            for (int i = 0; i < normalized.length; i++) logits[id] += normalized[i] * unembed.get(i, id);
        }
        double sum = 0;
        for (double logit : logits) sum += Math.exp(logit);
        for (int id = 0; id < logits.length; id++) logits[id] -= Math.log(sum);
        return logits;
    }

    private static double[] normalize(Tensor residual, Tensor scaleFrom) {
        Tensor weight = model.parameter("ln_final.w");
        Tensor bias = model.parameter("ln_final.b");
        double mean = mean(residual);
        double scale = deviation(scaleFrom);
        var normalized = new double[residual.size()];
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] = (residual.get(i) - mean) / scale * weight.get(i) + bias.get(i);
        }
        return normalized;
    }

    private static double mean(Tensor vector) {
        double sum = 0;
        for (int i = 0; i < vector.size(); i++) sum += vector.get(i);
        return sum / vector.size();
    }

    private static double deviation(Tensor vector) {
        double mean = mean(vector);
        double sum = 0;
        for (int i = 0; i < vector.size(); i++) sum += (vector.get(i) - mean) * (vector.get(i) - mean);
        return Math.sqrt(sum / vector.size() + model.config().eps());
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithLoops(Norm norm) {
        var lens = new LogitLens(true, norm);
        List<Integer> positions = List.of(11, 0, 5);
        List<LensColumn> columns = lens.columns(model, run, positions);
        String last = lens.rows(model).getLast().hook();
        for (int i = 0; i < positions.size(); i++) {
            int position = positions.get(i);
            assertEquals(position, columns.get(i).position());
            for (int row = 0; row < lens.rows(model).size(); row++) {
                Tensor residual =
                        run.activation(lens.rows(model).get(row).hook()).at(position);
                Tensor scaleFrom =
                        norm == Norm.OWN ? residual : run.activation(last).at(position);
                double[] expected = byLoops(residual, scaleFrom);
                Tensor actual = columns.get(i).logProbabilities().at(row);
                for (int id = 0; id < expected.length; id++) assertEquals(expected[id], actual.get(id), 1e-4);
            }
        }
    }

    @Test
    void rowsGoFromTheEmbeddingToTheEnd() {
        assertEquals(
                List.of("0 pre", "1 pre", "final"),
                LensRow.of(2, false).stream().map(LensRow::label).toList());
        assertEquals(
                List.of("0 pre", "0 mid", "1 pre", "1 mid", "final"),
                LensRow.of(2, true).stream().map(LensRow::label).toList());
    }

    @Test
    void theLastRowIsWhatTheModelSays() {
        LensColumn column = new LogitLens(false, Norm.OWN).column(model, run, 7);
        int last = column.rows().size() - 1;
        for (int id = 0; id < model.config().dVocab(); id++) {
            assertEquals(run.logProbability(7, id), column.logProbabilities().get(last, id), 1e-4);
        }
        assertEquals(run.top(7, 5).stream().map(best -> best.id()).toList(), column.top(last, 5));
    }

    @Test
    void aReadingHoldsTheNumbersOfEachCell() {
        LensColumn column = new LogitLens(true, Norm.OWN).column(model, run, 3);
        LensReading reading = column.read(42, List.of(17, 18), 4);
        assertEquals(42, reading.chosen());
        int last = column.rows().size() - 1;
        for (int row = 0; row <= last; row++) {
            float[] here = column.logProbabilities().at(row).toArray();
            float[] end = column.logProbabilities().at(last).toArray();
            LensCell cell = reading.cells().get(row);
            List<Integer> best = IntStream.range(0, here.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(id -> -here[id]))
                    .limit(4)
                    .toList();
            assertEquals(best, cell.best());
            assertEquals(Math.exp(here[best.getFirst()]), cell.probability(), 1e-6);
            assertEquals(
                    IntStream.range(0, here.length)
                            .mapToDouble(id -> -Math.exp(here[id]) * here[id])
                            .sum(),
                    cell.entropy(),
                    1e-5);
            assertEquals(
                    IntStream.range(0, here.length)
                            .mapToDouble(id -> Math.exp(end[id]) * (end[id] - here[id]))
                            .sum(),
                    cell.klToFinal(),
                    1e-5);
            assertEquals(here[42], cell.chosenLogProbability());
            assertEquals(
                    IntStream.range(0, here.length)
                            .filter(id -> here[id] > here[42])
                            .count(),
                    cell.chosenRank());
            for (int id : List.of(17, 18, 42, cell.top())) {
                assertEquals(here[id], reading.logProbability(row, id).orElseThrow(), 1e-7);
            }
        }
        assertEquals(0, reading.cells().get(last).klToFinal(), 1e-6);
    }

    @Test
    void aCommonBeginningReadsTheSame() throws Exception {
        var lens = new LogitLens(true, Norm.OWN);
        int[] tokens = run.tokens().ids();
        tokens[9] = (tokens[9] + 1) % model.config().dVocab();
        Run other = laboratory
                .run(Experiment.of(ids(tokens), "", "").withBos(false), Progress.NONE)
                .after();
        for (int position = 0; position < tokens.length; position++) {
            assertEquals(position < 9, lens.sameAt(model, run, other, position), "position " + position);
        }
        Run ablated = laboratory
                .run(run.experiment().plus(new ZeroAblation(Site.head(1, 2))), Progress.NONE)
                .after();
        assertFalse(lens.sameAt(model, run, ablated, 4));
        assertTrue(lens.sameAt(model, run, run, 4));
    }
}
