package org.headscope.engine.analysis.circuit;

import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * The OV and QK circuits of heads as factored matrices (Elhage et al. 2021; interpretability.md D.5). They act on row vectors
 * from the right; query heads that share keys and values have one circuit each. Weights are taken as the model has them:
 * norms are left out unless they are folded, and so are biases and rotations.
 */
public record Circuits(Model model) {
    /** What the heads of a layer do with what they attend to, W_V W_O: [head, d_model, d_model]. */
    public FactoredMatrix ov(int layer) {
        return new FactoredMatrix(parameter(layer, "W_V"), parameter(layer, "W_O"));
    }

    /** [d_model, d_model] of one head. */
    public FactoredMatrix ov(int layer, int head) {
        return ov(layer).at(head);
    }

    /**
     * What the heads of a layer attend to, W_Q W_K^T: [head, d_model of the query, d_model of the key]. A score is this form
     * of the two, divided by attn_scale.
     */
    public FactoredMatrix qk(int layer) {
        return new FactoredMatrix(parameter(layer, "W_Q"), FactoredMatrix.transposed(parameter(layer, "W_K")));
    }

    /** [d_model, d_model] of one head. */
    public FactoredMatrix qk(int layer, int head) {
        return qk(layer).at(head);
    }

    /** How attending to each token changes each logit, W_E W_V W_O W_U: [d_vocab, d_vocab]. */
    public FactoredMatrix fullOv(int layer, int head) {
        return fullOv(layer, head, Factor.of("embed.W_E"));
    }

    /** The same for other vectors than the embedding's, [n, d_model]: [n, d_vocab]. */
    public FactoredMatrix fullOv(int layer, int head, Factor embedding) {
        return new FactoredMatrix(
                model.product(embedding, Factor.of(parameter(layer, "W_V").at(head))),
                model.product(Factor.of(parameter(layer, "W_O").at(head)), Factor.of("unembed.W_U")));
    }

    /** Some rows of the full OV circuit, which take no product of whole matrices: [n, d_vocab]. */
    public Tensor ovRows(int layer, int head, Factor sources) {
        return model.product(
                sources,
                Factor.of(parameter(layer, "W_V").at(head)),
                Factor.of(parameter(layer, "W_O").at(head)),
                Factor.of("unembed.W_U"));
    }

    /** Some rows of the full QK circuit, likewise, whose keys are the token embeddings: [n, d_vocab]. */
    public Tensor qkRows(int layer, int head, Factor queries) {
        float scale = model.config().attnScale().get(layer).floatValue();
        float[] scores = model.product(
                        queries,
                        Factor.of(parameter(layer, "W_Q").at(head)),
                        Factor.of(parameter(layer, "W_K").at(head)).transposed(),
                        Factor.of("embed.W_E").transposed())
                .toArray();
        for (int i = 0; i < scores.length; i++) scores[i] /= scale;
        return Tensor.of(
                scores, scores.length / model.config().dVocab(), model.config().dVocab());
    }

    /** How much each token attends to each, W_E W_Q W_K^T W_E^T / attn_scale: [d_vocab, d_vocab]. */
    public FactoredMatrix fullQk(int layer, int head) {
        return fullQk(layer, head, Factor.of("embed.W_E"), Factor.of("embed.W_E"));
    }

    /** The same for other vectors than the embedding's: queries [n, d_model] and keys [m, d_model]. */
    public FactoredMatrix fullQk(int layer, int head, Factor queries, Factor keys) {
        Tensor q = model.product(queries, Factor.of(parameter(layer, "W_Q").at(head)));
        Tensor k = model.product(Factor.of(parameter(layer, "W_K").at(head)).transposed(), keys.transposed());
        return new FactoredMatrix(q, k).times(1 / model.config().attnScale().get(layer));
    }

    /**
     * How much each position attends to each, as far as position embeddings say, W_pos W_Q W_K^T W_pos^T / attn_scale:
     * [n_ctx, n_ctx]. A stripe below the diagonal is a previous-token head.
     *
     * @throws IllegalArgumentException if the model has no position embedding
     */
    public FactoredMatrix positionalQk(int layer, int head) {
        PositionConfig positions = model.config().positions();
        if (!positions.isLearned()) throw new IllegalArgumentException("This model has no position embedding");
        return fullQk(layer, head, Factor.of("pos_embed.W_pos"), Factor.of("pos_embed.W_pos"));
    }

    private Tensor parameter(int layer, String name) {
        return model.parameter(HookName.block(layer, "attn." + name));
    }
}
