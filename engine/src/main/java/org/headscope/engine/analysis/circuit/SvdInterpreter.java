package org.headscope.engine.analysis.circuit;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.algebra.RightSingular;
import org.headscope.engine.algebra.Svd;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * What the directions of a weight matrix mean in tokens: its singular vectors in the residual stream, times the unembedding
 * (Millidge and Black 2022; TransformerLens {@code SVDInterpreter}).
 *
 * @param matrix which matrix
 * @param layer of the matrix
 * @param vectors how many singular vectors, from the largest singular value down
 * @param top how many tokens of each
 */
public record SvdInterpreter(Matrix matrix, int layer, int vectors, int top) {
    /** A matrix with one side in the residual stream. */
    public sealed interface Matrix {
        /** What a head writes, W_V W_O: right singular vectors. */
        record Ov(int head) implements Matrix {}

        /** What the neurons of an MLP read, W_in: left singular vectors. ln2 counts where it is not folded. */
        record In() implements Matrix {}

        /** What the neurons of an MLP write, W_out: right singular vectors. */
        record Out() implements Matrix {}
    }

    /**
     * One singular vector. Its sign is arbitrary, so both ends are shown.
     *
     * @param value the singular value
     * @param direction [d_model]
     * @param positive the tokens it points to most, with what it adds to their logits, largest first
     * @param negative the tokens it points away from most, smallest first
     */
    public record Reading(float value, Tensor direction, List<TokenScore> positive, List<TokenScore> negative) {
        public Reading {
            positive = List.copyOf(positive);
            negative = List.copyOf(negative);
        }
    }

    /** One reading for each vector; fewer if the matrix has fewer. */
    public List<Reading> of(Model model) {
        return of(model, Progress.NONE);
    }

    /** @param progress told in front of the decomposition, of the products with the unembedding, and of each vector; may cancel there */
    public List<Reading> of(Model model, Progress progress) {
        progress.at(0, vectors + 1);
        RightSingular svd = directions(model);
        progress.at(1, vectors + 1);
        int count = Math.min(vectors, svd.s().size());
        int width = svd.v().size(0);
        var rowsOf = new float[count * width];
        for (int i = 0; i < rowsOf.length; i++) rowsOf[i] = svd.v().get(i % width, i / width);
        Tensor rows = Tensor.of(rowsOf, count, width);
        Tensor logits = model.product(Factor.of(rows), Factor.of("unembed.W_U"));
        var readings = new ArrayList<Reading>();
        for (int i = 0; i < count; i++) {
            readings.add(new Reading(
                    svd.s().flat(i),
                    rows.at(i),
                    TokenScore.largest(logits.at(i), top),
                    TokenScore.smallest(logits.at(i), top)));
            progress.at(i + 2, count + 1);
        }
        return List.copyOf(readings);
    }

    private RightSingular directions(Model model) {
        return switch (matrix) {
            case Matrix.Ov(int head) -> {
                Svd svd = new Circuits(model).ov(layer, head).svd();
                yield new RightSingular(svd.s(), svd.v());
            }
            case Matrix.In _ -> RightSingular.of(FactoredMatrix.transposed(wIn(model)));
            case Matrix.Out _ -> RightSingular.of(parameter(model, "mlp.W_out"));
        };
    }

    private Tensor wIn(Model model) {
        Tensor wIn = parameter(model, "mlp.W_in");
        if (!model.config().norms().block().hasParameters()) return wIn;
        Tensor weight = parameter(model, "ln2.w");
        float[] weighted = wIn.toArray();
        for (int i = 0; i < weighted.length; i++) weighted[i] *= weight.flat(i / wIn.size(1));
        return Tensor.of(weighted, wIn.shape());
    }

    private Tensor parameter(Model model, String name) {
        return model.parameter(HookName.block(layer, name));
    }
}
