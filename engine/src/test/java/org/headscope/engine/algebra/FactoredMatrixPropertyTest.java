package org.headscope.engine.algebra;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.headscope.engine.tensor.Tensor;

/** The algebra of factored matrices is that of the matrices they stand for. */
class FactoredMatrixPropertyTest {
    private static final int TRIES = 60;

    private static Tensor random(Random random, int... shape) {
        var data = new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < data.length; i++) data[i] = (float) random.nextGaussian();
        return Tensor.of(data, shape);
    }

    /** The product of two matrices in double precision. */
    private static Tensor product(Tensor a, Tensor b) {
        var data = new float[a.size(0) * b.size(1)];
        for (int i = 0; i < data.length; i++) {
            double sum = 0;
            for (int j = 0; j < a.size(1); j++) {
                sum += (double) a.get(i / b.size(1), j) * b.get(j, i % b.size(1));
            }
            data[i] = (float) sum;
        }
        return Tensor.of(data, a.size(0), b.size(1));
    }

    private static Tensor transposed(Tensor a) {
        var data = new float[a.size()];
        for (int i = 0; i < data.length; i++) data[i] = a.get(i % a.size(0), i / a.size(0));
        return Tensor.of(data, a.size(1), a.size(0));
    }

    @Property(tries = TRIES)
    void productsAreThoseOfTheDenseMatrices(
            @ForAll @IntRange(min = 1, max = 7) int rows,
            @ForAll @IntRange(min = 1, max = 7) int inner,
            @ForAll @IntRange(min = 1, max = 7) int columns,
            @ForAll @IntRange(min = 1, max = 7) int other,
            @ForAll long seed) {
        var random = new Random(seed);
        var factored = new FactoredMatrix(random(random, rows, inner), random(random, inner, columns));
        Tensor dense = product(factored.left(), factored.right());
        assertNear(dense, factored.matrix(), "matrix");
        assertNear(transposed(dense), factored.transposed().matrix(), "transposed");
        Tensor onRight = random(random, columns, other);
        assertNear(product(dense, onRight), factored.times(onRight).matrix(), "times");
        assertTrue(factored.times(onRight).inner() <= Math.min(inner, columns), "keeps the thinner factors");
        Tensor onLeft = random(random, other, rows);
        assertNear(product(onLeft, dense), factored.leftTimes(onLeft).matrix(), "leftTimes");
        var second = new FactoredMatrix(onRight, random(random, other, rows));
        Tensor both = product(dense, product(second.left(), second.right()));
        assertNear(both, factored.times(second).matrix(), "times another");
        assertEquals(Math.min(inner, other), factored.times(second).inner());
        assertNear(
                product(dense, Tensor.of(new float[columns * columns], columns, columns)),
                factored.times(0).matrix(),
                "times 0");
        assertEquals(dense.get(rows - 1, columns - 1), factored.get(rows - 1, columns - 1), 1e-4);
        List<Integer> chosen = List.of(rows - 1, 0);
        assertNear(dense.at(rows - 1), factored.rows(chosen).matrix().at(0), "rows");
        assertNear(dense, FactoredMatrix.of(dense).matrix(), "of a matrix");
    }

    @Property(tries = TRIES)
    void multiplicationIsAssociative(@ForAll @IntRange(min = 1, max = 6) int size, @ForAll long seed) {
        var random = new Random(seed);
        var a = new FactoredMatrix(random(random, 5, size), random(random, size, 4));
        var b = new FactoredMatrix(random(random, 4, 2), random(random, 2, 6));
        var c = new FactoredMatrix(random(random, 6, 3), random(random, 3, size));
        assertNear(a.times(b).times(c).matrix(), a.times(b.times(c)).matrix(), "(a b) c = a (b c)");
    }

    @Property(tries = TRIES)
    void singularValuesAndVectorsMakeTheMatrix(
            @ForAll @IntRange(min = 1, max = 8) int rows,
            @ForAll @IntRange(min = 1, max = 8) int inner,
            @ForAll @IntRange(min = 1, max = 8) int columns,
            @ForAll long seed) {
        var random = new Random(seed);
        var factored = new FactoredMatrix(random(random, 2, rows, inner), random(random, 2, inner, columns));
        Svd svd = factored.svd();
        Tensor norms = factored.norm();
        for (int i = 0; i < 2; i++) {
            Tensor u = svd.u().at(i);
            Tensor v = svd.v().at(i);
            Tensor s = svd.s().at(i);
            int k = s.size();
            assertEquals(Math.min(inner, Math.min(rows, columns)), k);
            float[] scaled = u.toArray();
            for (int j = 0; j < scaled.length; j++) scaled[j] *= s.flat(j % k);
            Tensor dense = factored.at(i).matrix();
            assertNear(dense, product(Tensor.of(scaled, rows, k), transposed(v)), "u s v^T");
            assertNear(identity(k), product(transposed(u), u), "columns of u");
            assertNear(identity(k), product(transposed(v), v), "columns of v");
            double squares = 0;
            double entries = 0;
            for (int j = 0; j < k; j++) {
                squares += (double) s.flat(j) * s.flat(j);
                if (j > 0) assertTrue(s.flat(j) <= s.flat(j - 1));
            }
            for (int j = 0; j < dense.size(); j++) entries += (double) dense.flat(j) * dense.flat(j);
            assertEquals(Math.sqrt(entries), norms.flat(i), 1e-4 * (1 + norms.flat(i)));
            assertEquals(Math.sqrt(squares), norms.flat(i), 1e-4 * (1 + norms.flat(i)));
        }
        FactoredMatrix even = factored.makeEven();
        assertNear(factored.matrix(), even.matrix(), "makeEven");
        assertNear(
                even.left().rank() == 3 ? gram(even.left().at(0)) : null,
                gram(transposed(even.right().at(0))),
                "both sides of makeEven are alike");
        assertNear(gram(factored.at(1).matrix()), gram(factored.upToRows().at(1)), "upToRows");
        assertNear(gram(factored.at(1).matrix()), gram(factored.collapseLeft().at(1)), "collapseLeft");
        assertNear(
                gram(transposed(factored.at(1).matrix())),
                gram(transposed(factored.collapseRight().at(1))),
                "collapseRight");
    }

    /** What a matrix is up to a rotation of its rows. */
    private static Tensor gram(Tensor a) {
        return product(transposed(a), a);
    }

    private static Tensor identity(int n) {
        var data = new float[n * n];
        for (int i = 0; i < n; i++) data[i * n + i] = 1;
        return Tensor.of(data, n, n);
    }

    @Property(tries = TRIES)
    void eigenvaluesAreThoseOfTheDenseMatrix(
            @ForAll @IntRange(min = 2, max = 8) int size,
            @ForAll @IntRange(min = 1, max = 5) int inner,
            @ForAll long seed) {
        var random = new Random(seed);
        var factored = new FactoredMatrix(random(random, size, inner), random(random, inner, size));
        Tensor dense = factored.matrix();
        List<String> large = sorted(factored.eigenvalues());
        List<String> all = sorted(FactoredMatrix.of(dense).eigenvalues());
        assertEquals(all, large);
        double trace =
                IntStream.range(0, size).mapToDouble(i -> dense.get(i, i)).sum();
        Tensor real = factored.eigenvalues().real();
        double sum = IntStream.range(0, real.size()).mapToDouble(real::flat).sum();
        assertEquals(trace, factored.trace().flat(0), 1e-3);
        assertEquals(trace, sum, 1e-3);
    }

    /** Those that are not 0, rounded. */
    private static List<String> sorted(Eigenvalues values) {
        return IntStream.range(0, values.real().size())
                .filter(i ->
                        Math.hypot(values.real().flat(i), values.imaginary().flat(i)) > 5e-3)
                .boxed()
                .sorted(Comparator.comparing(
                                (Integer i) -> Math.round(values.real().flat(i) * 100))
                        .thenComparing(i -> Math.round(values.imaginary().flat(i) * 100)))
                .map(i -> Math.round(values.real().flat(i) * 10) + " "
                        + Math.round(values.imaginary().flat(i) * 10))
                .toList();
    }

    @Property(tries = TRIES)
    void outerAxesAreManyMatricesAtOnce(@ForAll @IntRange(min = 1, max = 5) int count, @ForAll long seed) {
        var random = new Random(seed);
        var many = new FactoredMatrix(random(random, count, 2, 4, 3), random(random, count, 2, 3, 5));
        Tensor shared = random(random, 5, 2);
        FactoredMatrix products = many.times(shared);
        assertNear(
                many.at(count - 1).at(1).times(shared).matrix(),
                products.at(count - 1, 1).matrix(),
                "at");
        assertEquals(many.at(0, 1).norm().flat(0), many.norm().get(0, 1), 1e-4);
        assertNear(many.matrix(), many.unsqueeze().at(0).matrix(), "unsqueeze");
        Tensor sum = many.sum().matrix();
        float expected = 0;
        for (int i = 0; i < 2 * count; i++) expected += many.at(i / 2, i % 2).get(3, 4);
        assertEquals(expected, sum.get(3, 4), 1e-3);
    }

    @Property(tries = 5)
    void whatDoesNotFitIsRefused(@ForAll long seed) {
        var random = new Random(seed);
        Tensor a = random(random, 2, 3);
        assertThrows(IllegalArgumentException.class, () -> new FactoredMatrix(a, a));
        var factored = new FactoredMatrix(a, random(random, 3, 4));
        assertThrows(IllegalArgumentException.class, factored::trace);
        assertThrows(IllegalArgumentException.class, factored::eigenvalues);
        assertThrows(IllegalArgumentException.class, () -> factored.at(0));
        Tensor three = random(random, 3, 4, 4);
        Tensor two = random(random, 2, 4, 4);
        assertThrows(IllegalArgumentException.class, () -> new FactoredMatrix(three, two));
    }
}
