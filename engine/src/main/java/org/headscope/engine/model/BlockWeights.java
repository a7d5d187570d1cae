package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Parameters of one block. Matrices multiply from the right: q = x wQ + bQ. Norms over [d_model]; those without parameters,
 * like all that a model does not have, are null.
 *
 * @param ln1 in front of attention
 * @param ln1Post behind attention
 * @param ln2 in front of the MLP; the same object as ln1 where both are one norm
 * @param ln2Post behind the MLP
 */
record BlockWeights(
        NormWeights ln1,
        AttentionWeights attention,
        NormWeights ln1Post,
        NormWeights ln2,
        MlpWeights mlp,
        NormWeights ln2Post) {

    BlockWeights(NormWeights ln1, AttentionWeights attention, NormWeights ln2, MlpWeights mlp) {
        this(ln1, attention, null, ln2, mlp, null);
    }

    /** Attention and MLP that read the residual stream through the same norm. */
    static BlockWeights behindOneNorm(NormWeights norm, AttentionWeights attention, MlpWeights mlp) {
        return new BlockWeights(norm, attention, norm, mlp);
    }

    /** Every parameter, each once. */
    List<NDArray> all() {
        AttentionWeights a = attention;
        Stream<NDArray> matrices = Stream.of(a.wQ(), a.bQ(), a.wK(), a.bK(), a.wV(), a.bV(), a.wO(), a.bO());
        Stream<NDArray> neurons =
                mlp == null ? Stream.empty() : Stream.of(mlp.wIn(), mlp.bIn(), mlp.wGate(), mlp.wOut(), mlp.bOut());
        NormWeights inner = mlp == null ? null : mlp.norm();
        Stream<NDArray> norms = Stream.of(ln1, ln1Post, ln2 == ln1 ? null : ln2, ln2Post, a.qNorm(), a.kNorm(), inner)
                .filter(Objects::nonNull)
                .flatMap(norm -> Stream.of(norm.w(), norm.b()));
        return Stream.of(matrices, neurons, norms)
                .flatMap(part -> part)
                .filter(Objects::nonNull)
                .toList();
    }
}
