package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;

/**
 * The forward pass, from tokens to logits, in the order of interpretability.md A.3: every named value goes through
 * {@link Hooks#fire} and the pass goes on with what comes back. Shapes: batch, pos, head, d_model, d_head, d_mlp, d_vocab;
 * {@code key} counts all positions up to now, {@code pos} only those computed in this pass.
 *
 * <p>Runs inside an NDScope of the caller; everything made here is freed with it.
 */
final class Transformer {
    private static final int[] LAST = {-1};

    private final ModelConfig config;
    private final Weights weights;
    private final OptionalHooks optional;
    private final Hooks hooks;
    private final Scalars scalars;

    Transformer(ModelConfig config, Weights weights, OptionalHooks optional, Hooks hooks) {
        this.config = config;
        this.weights = weights;
        this.optional = optional;
        this.hooks = hooks;
        var numbers = new ArrayList<>(config.attnScale());
        numbers.add(config.eps());
        numbers.addAll(config.activation().constants());
        this.scalars = new Scalars(weights.manager(), numbers);
    }

    /**
     * Token and position embeddings.
     *
     * @param tokens [batch, pos], int64
     * @param first the position of the first of them in the prompt
     * @return residual stream [batch, pos, d_model]
     */
    NDArray embed(NDArray tokens, int first) {
        Shape shape = tokens.getShape();
        NDArray embedded = fire(
                HookName.EMBED,
                weights.wE().get(tokens.flatten()).reshape(shape.get(0), shape.get(1), config.dModel()));
        NDArray rows = weights.wPos().get(first + ":" + (first + shape.get(1)));
        NDArray positions = fire(HookName.POS_EMBED, rows.expandDims(0).broadcast(embedded.getShape()));
        return embedded.add(positions);
    }

    /**
     * One block, attention then MLP.
     *
     * @param residual [batch, pos, d_model]
     * @param past keys and values of earlier positions, or null where this pass starts at position 0
     * @param mask [pos, key], 0 where a position may look and -infinity where not
     * @return residual stream after the block
     */
    NDArray block(int layer, NDArray residual, Past past, NDArray mask) {
        BlockWeights block = weights.blocks().get(layer);
        residual = fire(layer, "hook_resid_pre", residual);

        NDArray attnOut = fire(layer, "hook_attn_out", attention(layer, block, residual, past, mask));
        residual = fire(layer, "hook_resid_mid", residual.add(attnOut));

        NDArray mlpIn = optional.mlpIn() ? fire(layer, "hook_mlp_in", residual) : residual;
        NDArray normalized = norm(HookName.block(layer, "ln2"), mlpIn, block.ln2W(), block.ln2B());
        NDArray mlpOut = fire(layer, "hook_mlp_out", mlp(layer, block, normalized));
        return fire(layer, "hook_resid_post", residual.add(mlpOut));
    }

    /**
     * Final norm and unembedding.
     *
     * @return logits [batch, pos, d_vocab]
     */
    NDArray unembed(NDArray residual) {
        NDArray normalized =
                fire(HookName.UNEMBED_IN, norm("ln_final", residual, weights.lnFinalW(), weights.lnFinalB()));
        return fire(HookName.UNEMBED_OUT, normalized.matMul(weights.wU()).addi(weights.bU()));
    }

    /** Attention with its output bias: [batch, pos, d_model]. */
    private NDArray attention(int layer, BlockWeights block, NDArray residual, Past past, NDArray mask) {
        Projections x = project(layer, block, residual);
        NDArray q = fire(layer, "attn.hook_q", x.q());
        NDArray k = fire(layer, "attn.hook_k", x.k());
        NDArray v = fire(layer, "attn.hook_v", x.v());
        if (past != null) {
            k = past.thenKeys(k);
            v = past.thenValues(v);
        }

        // [batch, head, pos, d_head] x [batch, head, d_head, key]
        NDArray scores = q.transpose(0, 2, 1, 3).matMul(k.transpose(0, 2, 3, 1));
        scores = fire(
                layer,
                "attn.hook_attn_scores",
                scores.divi(scalars.of(config.attnScale().get(layer))).addi(mask));
        NDArray pattern = fire(layer, "attn.hook_pattern", scores.softmax(-1));
        NDArray z = pattern.matMul(v.transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3);
        z = fire(layer, "attn.hook_z", splitHeads(mergeHeads(z)));
        return optional.result()
                ? sumOfResults(layer, block, z)
                : mergeHeads(z).matMul(block.wO()).addi(block.bO());
    }

    /** What each head writes, fired as {@code attn.hook_result}, then summed with the output bias. */
    private NDArray sumOfResults(int layer, BlockWeights block, NDArray z) {
        NDArray wO = block.wO().reshape(config.nHeads(), config.dHead(), config.dModel());
        NDArray result = fire(layer, "attn.hook_result", perHead(z, wO));
        return result.sum(new int[] {2}).addi(block.bO());
    }

    private record Projections(NDArray q, NDArray k, NDArray v) {}

    /** Queries, keys and values [batch, pos, head, d_head] of the normalised residual stream. */
    private Projections project(int layer, BlockWeights block, NDArray residual) {
        if (optional.inputPerHead()) return projectPerHead(layer, block, residual);
        NDArray x = norm(HookName.block(layer, "ln1"), residual, block.ln1W(), block.ln1B());
        return new Projections(
                splitHeads(x.matMul(block.wQ()).addi(block.bQ())),
                splitHeads(x.matMul(block.wK()).addi(block.bK())),
                splitHeads(x.matMul(block.wV()).addi(block.bV())));
    }

    /**
     * The same with an input for each head, so that single edges can be cut. ln1 then runs three times; its hook points
     * are {@code ln1.q}, {@code ln1.k} and, for the values, {@code ln1}, which TransformerLens keeps of the three.
     */
    private Projections projectPerHead(int layer, BlockWeights block, NDArray residual) {
        NDArray each = residual.expandDims(2).repeat(2, config.nHeads());
        if (optional.attnIn()) each = fire(layer, "hook_attn_in", each);
        NDArray q = each;
        NDArray k = each;
        NDArray v = each;
        if (optional.splitQkv()) {
            q = fire(layer, "hook_q_input", each);
            k = fire(layer, "hook_k_input", each);
            v = fire(layer, "hook_v_input", each);
        }
        q = norm(HookName.block(layer, "ln1.q"), q, block.ln1W(), block.ln1B());
        k = norm(HookName.block(layer, "ln1.k"), k, block.ln1W(), block.ln1B());
        v = norm(HookName.block(layer, "ln1"), v, block.ln1W(), block.ln1B());
        if (optional.normalizedQkv()) {
            q = fire(layer, "hook_q_normalized_input", q);
            k = fire(layer, "hook_k_normalized_input", k);
            v = fire(layer, "hook_v_normalized_input", v);
        }
        return new Projections(
                perHead(q, headFirst(block.wQ())).addi(splitBias(block.bQ())),
                perHead(k, headFirst(block.wK())).addi(splitBias(block.bK())),
                perHead(v, headFirst(block.wV())).addi(splitBias(block.bV())));
    }

    /** MLP with its output bias: [batch, pos, d_model]. */
    private NDArray mlp(int layer, BlockWeights block, NDArray x) {
        NDArray pre = fire(layer, "mlp.hook_pre", x.matMul(block.wIn()).addi(block.bIn()));
        NDArray post = fire(layer, "mlp.hook_post", config.activation().apply(pre, scalars));
        return post.matMul(block.wOut()).addi(block.bOut());
    }

    /** Centre, divide by the standard deviation, then weight and bias unless they are folded (A.4). */
    private NDArray norm(String name, NDArray x, NDArray weight, NDArray bias) {
        NDArray centred = x.sub(x.mean(LAST, true));
        NDArray variance = centred.mul(centred).mean(LAST, true);
        NDArray scale = fire(
                name + ".hook_scale", variance.addi(scalars.of(config.eps())).sqrt());
        NDArray normalized = fire(name + ".hook_normalized", centred.div(scale));
        return config.norm().hasParameters() ? normalized.mul(weight).addi(bias) : normalized;
    }

    /** [batch, pos, head * d_head] -> [batch, pos, head, d_head]. */
    private NDArray splitHeads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), config.nHeads(), config.dHead());
    }

    /** [batch, pos, head, d_head] -> [batch, pos, head * d_head]. */
    private static NDArray mergeHeads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    }

    /** [head * d_head] -> [head, d_head]. */
    private NDArray splitBias(NDArray bias) {
        return bias.reshape(config.nHeads(), config.dHead());
    }

    /** [d_model, head * d_head] -> [head, d_model, d_head]. */
    private NDArray headFirst(NDArray matrix) {
        return matrix.reshape(config.dModel(), config.nHeads(), config.dHead()).transpose(1, 0, 2);
    }

    /** x [batch, pos, head, in] times a matrix for each head [head, in, out]: [batch, pos, head, out]. */
    private static NDArray perHead(NDArray x, NDArray matrices) {
        Shape shape = x.getShape();
        long heads = shape.get(2);
        NDArray flat = x.transpose(2, 0, 1, 3).reshape(heads, shape.get(0) * shape.get(1), shape.get(3));
        NDArray product = NDArrays.matMul(flat, matrices);
        return product.reshape(heads, shape.get(0), shape.get(1), -1).transpose(1, 2, 0, 3);
    }

    private NDArray fire(String name, NDArray value) {
        return hooks.fire(name, value);
    }

    private NDArray fire(int layer, String hook, NDArray value) {
        return hooks.fire(HookName.block(layer, hook), value);
    }
}
