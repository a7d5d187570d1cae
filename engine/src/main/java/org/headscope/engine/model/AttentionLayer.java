package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;

/**
 * The attention of a pass, with its hook points (interpretability.md A.3), in three steps, so that a pass may begin with any of
 * them: {@link #project}, {@link #look}, {@link #write}. {@code key} counts all positions up to now, {@code pos} only those
 * computed in this pass; {@code kv_head} counts heads of keys and values, of which several query heads may share one.
 */
final class AttentionLayer {
    private final ModelConfig config;
    private final AttentionConfig attention;
    private final Weights weights;
    private final OptionalHooks optional;
    private final Hooks hooks;
    private final NormLayer norms;
    private final Scalars scalars;
    private NDArray positions;

    AttentionLayer(
            ModelConfig config,
            Weights weights,
            OptionalHooks optional,
            Hooks hooks,
            NormLayer norms,
            Scalars scalars) {
        this.config = config;
        this.attention = config.attention();
        this.weights = weights;
        this.optional = optional;
        this.hooks = hooks;
        this.norms = norms;
        this.scalars = scalars;
    }

    /** Queries [batch, pos, head, d_head], keys and values [batch, pos, kv_head, d_head]. */
    record Projections(NDArray q, NDArray k, NDArray v) {}

    /** Takes notice of the position embeddings that a pass has fired, [batch, pos, d_model]. */
    void fired(NDArray embeddings) {
        positions = embeddings;
    }

    /** Queries, keys and values of the residual stream [batch, pos, d_model], before anything is done to them. */
    Projections project(int layer, NDArray residual, PositionTables tables) {
        BlockWeights block = weights.blocks().get(layer);
        AttentionWeights weights = block.attention();
        if (optional.inputPerHead()) return projectPerHead(layer, block, residual, tables);
        NDArray x = norms.apply(HookName.block(layer, "ln1"), config.norm(), residual, block.ln1());
        NDArray placed = withPositions(x, tables);
        return new Projections(
                splitHeads(placed.matMul(weights.wQ()).addi(weights.bQ())),
                repeated(splitHeads(placed.matMul(weights.wK()).addi(weights.bK()))),
                repeated(splitHeads(x.matMul(weights.wV()).addi(weights.bV()))));
    }

    /**
     * The same with an input for each head, so that single edges can be cut. ln1 then runs three times; its hook points
     * are {@code ln1.q}, {@code ln1.k} and, for the values, {@code ln1}, which TransformerLens keeps of the three.
     */
    private Projections projectPerHead(int layer, BlockWeights block, NDArray residual, PositionTables tables) {
        int kvHeads = optional.ungroup() ? attention.nHeads() : attention.nKeyValueHeads();
        NDArray q = residual.expandDims(2).repeat(2, attention.nHeads());
        if (optional.attnIn()) q = fire(layer, "hook_attn_in", q);
        NDArray k = optional.attnIn() ? q : residual.expandDims(2).repeat(2, kvHeads);
        NDArray v = k;
        if (optional.splitQkv()) {
            q = fire(layer, "hook_q_input", q);
            k = fire(layer, "hook_k_input", k);
            v = fire(layer, "hook_v_input", v);
        }
        q = norms.apply(HookName.block(layer, "ln1.q"), config.norm(), q, block.ln1());
        k = norms.apply(HookName.block(layer, "ln1.k"), config.norm(), k, block.ln1());
        v = norms.apply(HookName.block(layer, "ln1"), config.norm(), v, block.ln1());
        q = withPositions(q, tables);
        k = withPositions(k, tables);
        if (optional.normalizedQkv()) {
            q = fire(layer, "hook_q_normalized_input", q);
            k = fire(layer, "hook_k_normalized_input", k);
            v = fire(layer, "hook_v_normalized_input", v);
        }
        AttentionWeights weights = block.attention();
        return new Projections(
                perHead(q, headFirst(weights.wQ())).addi(splitBias(weights.bQ())),
                perHead(k, perInput(headFirst(weights.wK()), kvHeads)).addi(perInput(splitBias(weights.bK()), kvHeads)),
                perHead(v, perInput(headFirst(weights.wV()), kvHeads))
                        .addi(perInput(splitBias(weights.bV()), kvHeads)));
    }

    /** Adds the position embedding where queries and keys read it in every layer; x is [batch, pos, (head,) d_model]. */
    private NDArray withPositions(NDArray x, PositionTables tables) {
        if (!(config.positions() instanceof PositionConfig.Shortformer)) return x;
        // a pass that starts above the embedding, or takes its first layers over, has not fired these positions
        boolean fired = positions != null && positions.getShape().get(1) == tables.count();
        NDArray rows = fired ? positions : tables.rows(weights.wPos());
        return x.add(x.getShape().dimension() == 4 ? rows.expandDims(2) : rows);
    }

    /** Queries, keys and values as attention reads them: with their hooks, their norms and turned by their positions. */
    Projections placed(int layer, Projections x, PositionTables tables) {
        NDArray q = fire(layer, "attn.hook_q", x.q());
        NDArray k = fire(layer, "attn.hook_k", x.k());
        NDArray v = fire(layer, "attn.hook_v", x.v());
        if (attention.qkNorm()) {
            AttentionWeights weights = this.weights.blocks().get(layer).attention();
            q = norms.apply(HookName.block(layer, "attn.q_norm"), NormKind.RMS, q, weights.qNorm());
            k = norms.apply(HookName.block(layer, "attn.k_norm"), NormKind.RMS, k, weights.kNorm());
        }
        Rotation rotation = tables.rotation(layer);
        if (rotation != null) {
            q = fire(layer, "attn.hook_rot_q", rotation.apply(q));
            k = fire(layer, "attn.hook_rot_k", rotation.apply(k));
        }
        return new Projections(q, k, v);
    }

    /**
     * What each head reads.
     *
     * @param x with keys and values of all positions up to now
     * @return [batch, pos, head, d_head], a transposed view; its hook has not fired
     */
    NDArray look(int layer, Projections x, Sight sight) {
        // [batch, head, pos, d_head] x [batch, head, d_head, key]
        NDArray scores = perGroup(x.q().transpose(0, 2, 1, 3), x.k().transpose(0, 2, 3, 1));
        scores = Transformer.softCapped(
                scores.divi(scalars.of(config.attnScale().get(layer))), attention.softCap(), scalars);
        scores = scores.addi(sight.mask());
        NDArray fired = fire(layer, "attn.hook_attn_scores", scores);
        Sight seen = fired == scores ? sight : Sight.of(fired);
        NDArray pattern = fire(layer, "attn.hook_pattern", seen.pattern(fired));
        return perGroup(pattern, x.v().transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3);
    }

    /**
     * What the heads write, with the output bias.
     *
     * @param z [batch, pos, head, d_head], with the hook to fire
     * @return [batch, pos, d_model]
     */
    NDArray write(int layer, NDArray z) {
        AttentionWeights weights = this.weights.blocks().get(layer).attention();
        z = fire(layer, "attn.hook_z", splitHeads(mergeHeads(z)));
        return optional.result()
                ? sumOfResults(layer, weights, z)
                : mergeHeads(z).matMul(weights.wO()).addi(weights.bO());
    }

    /** What each head writes, fired as {@code attn.hook_result}, then summed with the output bias. */
    private NDArray sumOfResults(int layer, AttentionWeights weights, NDArray z) {
        NDArray wO = weights.wO().reshape(config.nHeads(), config.dHead(), config.dModel());
        NDArray result = fire(layer, "attn.hook_result", perHead(z, wO));
        return result.sum(new int[] {2}).addi(weights.bO());
    }

    /**
     * x [batch, head, pos, in] times a matrix for each head [batch, kv_head, in, out]: [batch, head, pos, out]. The heads
     * that share a matrix are multiplied in one product.
     */
    private static NDArray perGroup(NDArray x, NDArray matrices) {
        Shape shape = x.getShape();
        long kvHeads = matrices.getShape().get(1);
        if (kvHeads == shape.get(1)) return x.matMul(matrices);
        return x.reshape(shape.get(0), kvHeads, -1, shape.get(3))
                .matMul(matrices)
                .reshape(shape.get(0), shape.get(1), shape.get(2), -1);
    }

    /** Keys or values [batch, pos, kv_head, d_head], one for each query head if that is asked for. */
    private NDArray repeated(NDArray x) {
        return optional.ungroup() && attention.grouped() ? x.repeat(2, attention.groupSize()) : x;
    }

    /** What each key/value head has [kv_head, ...], once for each input. */
    private static NDArray perInput(NDArray x, int inputs) {
        long heads = x.getShape().get(0);
        return heads == inputs ? x : x.repeat(0, inputs / heads);
    }

    /** [batch, pos, head * d_head] -> [batch, pos, head, d_head]. */
    private NDArray splitHeads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1, config.dHead());
    }

    /** [batch, pos, head, d_head] -> [batch, pos, head * d_head]. */
    private static NDArray mergeHeads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    }

    /** [head * d_head] -> [head, d_head]. */
    private NDArray splitBias(NDArray bias) {
        return bias.reshape(-1, config.dHead());
    }

    /** [d_model, head * d_head] -> [head, d_model, d_head]. */
    private NDArray headFirst(NDArray matrix) {
        return matrix.reshape(config.dModel(), -1, config.dHead()).transpose(1, 0, 2);
    }

    /** x [batch, pos, head, in] times a matrix for each head [head, in, out]: [batch, pos, head, out]. */
    private static NDArray perHead(NDArray x, NDArray matrices) {
        Shape shape = x.getShape();
        long heads = shape.get(2);
        NDArray flat = x.transpose(2, 0, 1, 3).reshape(heads, shape.get(0) * shape.get(1), shape.get(3));
        NDArray product = NDArrays.matMul(flat, matrices);
        return product.reshape(heads, shape.get(0), shape.get(1), -1).transpose(1, 2, 0, 3);
    }

    private NDArray fire(int layer, String hook, NDArray value) {
        return hooks.fire(HookName.block(layer, hook), value);
    }
}
