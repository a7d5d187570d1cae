package org.headscope.engine.analysis.circuit;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding.Part;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows, columns, ranks and cosines against the dense matrices, computed with plain loops (interpretability.md F.2, F.3). */
class TokenCircuitTest {
    private static final int LAYER = 1;
    private static final int HEAD = 3;
    private static final EffectiveEmbedding AFTER_LAYER_0 = new EffectiveEmbedding(Part.INCLUDING_MLP, true, false);

    @ParameterizedTest
    @CsvSource({"gpt2,false", "gpt2,true", "llama,false", "llama,true"})
    void ovIsWhatEachSourceWrites(String name, boolean scaled) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            double[][] x = dense(AFTER_LAYER_0.of(model, Progress.NONE));
            double[][] written = times(times(x, weight(model, "W_V")), weight(model, "W_O"));
            if (scaled) divideRows(written);
            double[][] logits = times(written, dense(model.parameter("unembed.W_U")));

            TokenVectors sources = TokenVectors.of(model, AFTER_LAYER_0, Progress.NONE);
            TokenCircuit circuit = TokenCircuit.ov(model, LAYER, HEAD, sources, scaled);
            assertNear(vector(logits[17]), circuit.scores(Fixed.SOURCE, 17), "row");
            assertNear(vector(column(logits, 17)), circuit.scores(Fixed.DESTINATION, 17), "column");
            assertRanks(logits, SelfRanks.of(model, circuit, Progress.NONE));
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2,false", "gpt2,true", "llama,false", "llama,true"})
    void qkIsHowMuchEachTokenAttendsToEach(String name, boolean scaled) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            double[][] keys = dense(AFTER_LAYER_0.of(model, Progress.NONE));
            double[][] queries = transposed(dense(model.parameter("unembed.W_U")));
            if (scaled) {
                divideRows(keys);
                divideRows(queries);
            }
            double[][] scores =
                    times(times(queries, weight(model, "W_Q")), transposed(times(keys, weight(model, "W_K"))));
            double scale = model.config().attnScale().get(LAYER);
            for (double[] row : scores) Arrays.setAll(row, i -> row[i] / scale);

            TokenVectors sources = TokenVectors.of(model, AFTER_LAYER_0, Progress.NONE);
            TokenCircuit circuit =
                    TokenCircuit.qk(model, LAYER, HEAD, TokenVectors.unembedding(model), sources, scaled);
            assertNear(vector(scores[29]), circuit.scores(Fixed.DESTINATION, 29), "row");
            assertNear(vector(column(scores, 29)), circuit.scores(Fixed.SOURCE, 29), "column");
            assertRanks(scores, SelfRanks.of(model, circuit, Progress.NONE));
        }
    }

    /** Ranks of the diagonal; entries that are equal but for rounding may fall on either side. */
    private static void assertRanks(double[][] matrix, SelfRanks.Both ranks) {
        for (int token = 0; token < matrix.length; token++) {
            double own = matrix[token][token];
            double margin = 1e-5 * (1 + Math.abs(own));
            long surelyAbove = count(matrix[token], own + margin);
            long perhapsAbove = count(matrix[token], own - margin);
            float above = ranks.fromTop().ranks().flat(token);
            float below = ranks.fromBottom().ranks().flat(token);
            assertEquals(true, surelyAbove <= above && above <= perhapsAbove, "rank from the top of " + token);
            assertEquals(true, matrix.length - perhapsAbove <= below && below < matrix.length - surelyAbove);
        }
    }

    private static long count(double[] values, double above) {
        return Arrays.stream(values).filter(value -> value > above).count();
    }

    @Test
    void ranksAreSummedUp() {
        var ranks = new SelfRanks(Tensor.of(new float[] {0, 7, 0, 2}, 4));
        assertEquals(2.25, ranks.mean());
        assertEquals(1, ranks.median());
        assertEquals(0.5, ranks.shareBelow(1));
        assertEquals(1, ranks.worseThan(0.5));
        assertEquals(List.of(new SelfRanks.Ranked(1, 7), new SelfRanks.Ranked(3, 2)), ranks.worst(2));
    }

    @Test
    void ranksCanBeStoppedOnTheWay() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            TokenVectors plain = TokenVectors.of(model, EffectiveEmbedding.PLAIN, Progress.NONE);
            TokenCircuit circuit = TokenCircuit.ov(model, 0, 0, plain, false);
            int arrays = model.nativeArrays();
            assertThrows(
                    CancellationException.class,
                    () -> SelfRanks.of(model, circuit, (_, _) -> {
                        throw new CancellationException();
                    }));
            assertEquals(arrays, model.nativeArrays());
        }
    }

    @Test
    void readingsNameTheEndsAndWhereMarkedTokensStand() {
        Tensor scores = Tensor.of(new float[] {2, -1, 5, 2, 0}, 5);
        TokenReading reading = TokenReading.of(scores, 2, List.of(0, 2));
        assertEquals(List.of(new TokenScore(2, 5), new TokenScore(0, 2)), reading.most());
        assertEquals(List.of(new TokenScore(1, -1), new TokenScore(4, 0)), reading.least());
        assertEquals(List.of(new TokenReading.Place(0, 2, 1, 2), new TokenReading.Place(2, 5, 0, 4)), reading.marked());
    }

    @Test
    void cosinesAreThoseOfTheVectors() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            double[][] x = dense(AFTER_LAYER_0.of(model, Progress.NONE));
            TokenVectors vectors = TokenVectors.of(model, AFTER_LAYER_0, Progress.NONE);
            Tensor cosines = vectors.cosines(model, 40);
            for (int other = 0; other < x.length; other++) {
                double expected = dot(x[40], x[other]) / Math.sqrt(dot(x[40], x[40]) * dot(x[other], x[other]));
                assertEquals(expected, cosines.flat(other), 1e-5);
            }
            assertEquals(40, TokenScore.largest(cosines, 1).getFirst().token());
            TokenVectors plain = TokenVectors.of(model, EffectiveEmbedding.PLAIN, Progress.NONE);
            assertNear(
                    model.product(Factor.of("embed.W_E").rows(List.of(5))).at(0).slice(0, 0, 1),
                    EffectiveEmbedding.PLAIN.of(model, List.of(5)).at(0).slice(0, 0, 1),
                    "embedding");
            assertEquals(1, plain.cosines(model, 5).flat(5), 1e-5);
        }
    }

    private static double[][] weight(Model model, String name) {
        return dense(model.parameter("blocks." + LAYER + ".attn." + name).at(HEAD));
    }

    private static double[][] dense(Tensor matrix) {
        return IntStream.range(0, matrix.size(0))
                .mapToObj(row -> IntStream.range(0, matrix.size(1))
                        .mapToDouble(column -> matrix.get(row, column))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] times(double[][] a, double[][] b) {
        var product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) product[i][j] += a[i][k] * b[k][j];
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] matrix) {
        return IntStream.range(0, matrix[0].length)
                .mapToObj(i -> column(matrix, i))
                .toArray(double[][]::new);
    }

    private static double[] column(double[][] matrix, int index) {
        return Arrays.stream(matrix).mapToDouble(row -> row[index]).toArray();
    }

    private static void divideRows(double[][] rows) {
        for (double[] row : rows) {
            double mean = Arrays.stream(row).average().orElseThrow();
            double variance = Arrays.stream(row)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            Arrays.setAll(row, i -> row[i] / Math.sqrt(variance));
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static Tensor vector(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
        return Tensor.of(floats, floats.length);
    }
}
