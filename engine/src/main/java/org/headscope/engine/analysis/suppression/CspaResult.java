package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.tensor.Tensor;

/** What is left of the result of a head when only copy suppression is kept. */
record CspaResult(Cspa cspa, HeadOnText text, CspaPairs pairs) {
    private static final double DEPENDENT = 1e-6;

    /**
     * The result, the sum over sources of what is left.
     *
     * @param means [pos, d_model]
     * @return [pos, d_model]
     */
    Tensor of(Tensor means) {
        Tensor pattern = text.pattern();
        Tensor written = written();
        int width = means.size(1);
        var data = new float[means.size()];
        for (int destination = 0; destination < means.size(0); destination++) {
            var sum = new double[width];
            for (int source = 0; source <= destination; source++) {
                double weight = pattern.get(destination, source);
                List<Integer> tokens = kept(destination, source);
                var more = new double[width];
                for (int i = 0; i < width; i++) {
                    more[i] = weight * (written.get(source, i) - (double) means.get(destination, i));
                }
                double[] left = left(more, tokens);
                for (int i = 0; i < width; i++) sum[i] += weight * means.get(destination, i) + left[i];
            }
            for (int i = 0; i < width; i++) data[destination * width + i] = (float) sum[i];
        }
        return Tensor.of(data, means.shape());
    }

    /** What is written from each source that is attended to alone, [pos, d_model]. */
    private Tensor written() {
        Tensor v = text.cache().get("v", text.head().layer()).at(0);
        int of = text.head().head() * v.size(1) / text.cache().config().nHeads();
        Tensor values = v.slice(1, of, of + 1).reshape(v.size(0), v.size(2));
        return HeadResults.ofHead(text.model(), text.head(), values);
    }

    private List<Integer> kept(int destination, int source) {
        return pairs.keptBy(cspa.circuit()).get(destination).stream()
                .filter(pair -> pair.source() == source)
                .map(Cspa.Kept::token)
                .toList();
    }

    /** What is left of a vector if these tokens are kept. */
    private double[] left(double[] vector, List<Integer> tokens) {
        if (tokens.isEmpty()) return new double[vector.length];
        if (cspa.circuit() == Cspa.Circuit.QK) return vector;
        var left = new double[vector.length];
        for (double[] axis : basis(tokens)) {
            double along = dot(axis, vector);
            if (cspa.negativeOnly() && along > 0) continue;
            for (int i = 0; i < left.length; i++) left[i] += along * axis[i];
        }
        return left;
    }

    /** Vectors of length 1 at right angles that span the directions of tokens, by Gram and Schmidt. */
    private List<double[]> basis(List<Integer> tokens) {
        var basis = new ArrayList<double[]>();
        for (int token : tokens) {
            float[] direction = pairs.directions().get(token);
            var rest = new double[direction.length];
            for (int i = 0; i < rest.length; i++) rest[i] = direction[i];
            double before = Math.sqrt(dot(rest, rest));
            for (double[] known : basis) {
                double along = dot(known, rest);
                for (int i = 0; i < rest.length; i++) rest[i] -= along * known[i];
            }
            double after = Math.sqrt(dot(rest, rest));
            if (after <= DEPENDENT * before) continue; // it lies within the others
            for (int i = 0; i < rest.length; i++) rest[i] /= after;
            basis.add(rest);
        }
        return basis;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
