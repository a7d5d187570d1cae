package org.headscope.engine.analysis.circuit;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Matrix;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Reading;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Circuits and what is computed from them against their definitions (interpretability.md D.5, I.1). */
class CircuitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gpt-neo"})
    void fullCircuitsRunFromTokensToLogitsAndToScores(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            var circuits = new Circuits(model);
            int group = model.config().attention().groupSize();
            Factor wE = Factor.of("embed.W_E").rows(List.of(7, 101));
            Factor wV = Factor.of(stored(model, "V").at(3 / group));
            Factor wO = Factor.of(model.parameter("blocks.1.attn.W_O").at(3));
            Tensor logits = model.product(wE, wV, wO, Factor.of("unembed.W_U"));
            FactoredMatrix ov = circuits.fullOv(1, 3);
            assertNear(logits, ov.rows(List.of(7, 101)).matrix(), "OV");
            assertEquals(logits.get(1, 50), ov.get(101, 50), 1e-4);
            assertNear(logits, circuits.ovRows(1, 3, wE), "rows of OV");
            Factor wQ = Factor.of(model.parameter("blocks.1.attn.W_Q").at(3));
            Factor wK = Factor.of(stored(model, "K").at(3 / group));
            Tensor scores = model.product(
                    wE, wQ, wK.transposed(), Factor.of("embed.W_E").transposed());
            float scale = model.config().attnScale().get(1).floatValue();
            assertEquals(scores.get(1, 50) / scale, circuits.fullQk(1, 3).get(101, 50), 1e-4);
            assertNear(circuits.fullQk(1, 3).rows(List.of(7, 101)).matrix(), circuits.qkRows(1, 3, wE), "rows of QK");
        }
    }

    /** Keys' or values' matrices as they are stored, one for each key/value head. */
    private static Tensor stored(Model model, String letter) {
        boolean grouped = model.config().attention().grouped();
        return model.parameter("blocks.1.attn." + (grouped ? "_W_" : "W_") + letter);
    }

    @Test
    void positionsAttendToPositions() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            Tensor wPos = model.parameter("pos_embed.W_pos");
            Tensor expected = new Circuits(model)
                    .qk(1, 2)
                    .leftTimes(wPos)
                    .times(FactoredMatrix.transposed(wPos))
                    .times(1 / model.config().attnScale().get(1))
                    .matrix();
            assertNear(expected, new Circuits(model).positionalQk(1, 2).matrix(), "positional QK");
        }
        try (Model model = new GoldenModel("llama").load(Processing.FOLDED)) {
            assertThrows(IllegalArgumentException.class, () -> new Circuits(model).positionalQk(0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void theFullCopyingScoreIsThatOfTheFullCircuit(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            Tensor scores = new CopyingScores(true).of(model);
            for (int head = 0; head < model.config().nHeads(); head++) {
                Tensor expected =
                        new Circuits(model).fullOv(1, head).eigenvalues().positivity();
                assertEquals(expected.flat(0), scores.get(1, head), 1e-3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void everyAnalysisTellsHowFarItIsAndCanBeCancelledThere(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            List<Consumer<Progress>> analyses = List.of(
                    progress -> new CopyingScores(true).of(model, progress),
                    progress -> new CompositionScores(CompositionScores.Input.KEY).of(model, progress),
                    progress -> new SvdInterpreter(new Matrix.Ov(2), 1, 5, 4).of(model, progress));
            int arrays = model.nativeArrays();
            for (Consumer<Progress> analysis : analyses) {
                var told = new ArrayList<Integer>();
                analysis.accept((done, total) -> {
                    assertTrue(done <= total, done + " of " + total);
                    told.add(total - done);
                });
                assertEquals(0, told.getLast());
                assertEquals(told.stream().sorted(Comparator.reverseOrder()).toList(), told);
                for (int calls = 1; calls < told.size(); calls++) {
                    int most = calls;
                    var heard = new AtomicInteger();
                    Progress impatient = (_, _) -> {
                        if (heard.incrementAndGet() == most) throw new CancellationException();
                    };
                    assertThrows(CancellationException.class, () -> analysis.accept(impatient));
                    assertEquals(most, heard.get());
                }
                assertEquals(arrays, model.nativeArrays());
            }
        }
    }

    @Test
    void theIdentityCopiesAndItsOppositeDoesNot() {
        var identity = new float[9];
        for (int i = 0; i < 3; i++) identity[4 * i] = 1;
        var copies = FactoredMatrix.of(Tensor.of(identity, 3, 3));
        assertEquals(1, copies.eigenvalues().positivity().flat(0));
        assertEquals(-1, copies.times(-1).eigenvalues().positivity().flat(0));
        assertEquals(0, copies.times(0).eigenvalues().positivity().flat(0));
    }

    @Test
    void randomCircuitsComposeByChanceAlike() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            double one = CompositionScores.baseline(model.config(), 30, 1);
            double other = CompositionScores.baseline(model.config(), 30, 2);
            assertEquals(one, other, 0.01);
            assertEquals(one, CompositionScores.baseline(model.config(), 30, 1));
            assertTrue(one > 0.1 && one < 0.3, "baseline " + one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void singularVectorsAreReadAsTokens(String name) throws Exception {
        try (Model folded = new GoldenModel(name).load(Processing.FOLDED)) {
            for (Matrix matrix : List.of(new Matrix.Ov(2), new Matrix.In(), new Matrix.Out())) {
                List<Reading> readings = new SvdInterpreter(matrix, 1, 5, 4).of(folded);
                assertEquals(5, readings.size());
                for (Reading reading : readings) assertReading(folded, matrix, reading);
            }
        }
    }

    private static void assertReading(Model model, Matrix matrix, Reading reading) {
        assertEquals(1, lengthOf(reading.direction()), 1e-5);
        Tensor row = reading.direction().reshape(1, reading.direction().size());
        Tensor through = switch (matrix) {
            // rows that a right singular vector is the image of
            case Matrix.Ov(int head) ->
                new Circuits(model).ov(1, head).transposed().leftTimes(row).matrix();
            case Matrix.In _ -> model.product(Factor.of(row), Factor.of("blocks.1.mlp.W_in"));
            case Matrix.Out _ ->
                model.product(Factor.of(row), Factor.of("blocks.1.mlp.W_out").transposed());
        };
        assertEquals(reading.value(), lengthOf(through), 1e-3);
        Tensor logits = model.product(Factor.of(row), Factor.of("unembed.W_U"));
        int best = IntStream.range(0, logits.size())
                .reduce((a, b) -> logits.flat(b) > logits.flat(a) ? b : a)
                .orElseThrow();
        assertEquals(best, reading.positive().getFirst().token());
        assertEquals(logits.flat(best), reading.positive().getFirst().score(), 1e-4);
        assertEquals(4, reading.negative().size());
        assertTrue(reading.negative().getFirst().score()
                <= reading.negative().getLast().score());
    }

    private static double lengthOf(Tensor vector) {
        double squares = 0;
        for (int i = 0; i < vector.size(); i++) squares += (double) vector.flat(i) * vector.flat(i);
        return Math.sqrt(squares);
    }

    @Test
    void theNormInFrontOfNeuronsCountsWhereItIsNotFolded() throws Exception {
        try (Model raw = new GoldenModel("llama").load(Processing.RAW);
                Model folded = new GoldenModel("llama").load(Processing.FOLDED)) {
            var interpreter = new SvdInterpreter(new Matrix.In(), 0, 3, 1);
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        interpreter.of(folded).get(i).value(),
                        interpreter.of(raw).get(i).value(),
                        1e-4);
            }
        }
    }

    @Test
    void largeProductsAreRefused() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            Factor column = Factor.of(Tensor.of(new float[50_000], 50_000, 1));
            assertThrows(IllegalArgumentException.class, () -> model.product(column, column.transposed()));
            assertThrows(IllegalArgumentException.class, () -> model.product(column, column));
            assertThrows(IllegalArgumentException.class, () -> model.product(column.rows(List.of(50_000))));
            assertThrows(IllegalArgumentException.class, () -> model.product(Factor.of("no.such")));
        }
    }
}
