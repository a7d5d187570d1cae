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
 * {@code key} counts all positions up to now, {@code pos} only those computed in this pass; {@code kv_head} counts heads of
 * keys and values, of which several query heads may share one.
 *
 * <p>Runs inside an NDScope of the caller; everything made here is freed with it.
 */
final class Transformer {
    private final ModelConfig config;
    private final AttentionConfig attention;
    private final Weights weights;
    private final OptionalHooks optional;
    private final Hooks hooks;
    private final Scalars scalars;
    private final NormLayer norms;
    private final MlpLayer mlp;
    private NDArray positions;

    Transformer(ModelConfig config, Weights weights, OptionalHooks optional, Hooks hooks) {
        this.config = config;
        this.attention = config.attention();
        this.weights = weights;
        this.optional = optional;
        this.hooks = hooks;
        var numbers = new ArrayList<>(config.attnScale());
        numbers.add(config.eps());
        numbers.add(attention.softCap());
        numbers.add(config.outputSoftCap());
        if (config.hasMlp()) numbers.addAll(config.activation().constants());
        this.scalars = new Scalars(weights.manager(), numbers);
        this.norms = new NormLayer(hooks, scalars.of(config.eps()));
        this.mlp = new MlpLayer(config.mlp(), hooks, norms, scalars);
    }

    /**
     * Token and position embeddings.
     *
     * @param tokens [batch, pos], int64
     * @param tables where they stand
     * @return residual stream [batch, pos, d_model]
     */
    NDArray embed(NDArray tokens, PositionTables tables) {
        Shape shape = tokens.getShape();
        NDArray embedded = weights.wE().get(tokens.flatten()).reshape(shape.get(0), shape.get(1), config.dModel());
        if (config.norms().embedding()) {
            embedded = norms.apply("embed.ln", NormKind.LAYER_NORM, embedded, weights.lnEmbed());
        }
        embedded = fire(HookName.EMBED, embedded);
        if (!config.positions().isLearned()) return embedded;
        positions = fire(HookName.POS_EMBED, tables.rows(weights.wPos()).broadcast(embedded.getShape()));
        return config.positions() instanceof PositionConfig.Learned ? embedded.add(positions) : embedded;
    }

    /**
     * One block: attention, then MLP, which reads what attention has written unless both are parallel.
     *
     * @param residual [batch, pos, d_model]
     * @param past keys and values of earlier positions, or null where this pass starts at position 0
     * @param tables masks and rotations of the positions computed
     * @return residual stream after the block
     */
    NDArray block(int layer, NDArray residual, Past past, PositionTables tables) {
        BlockWeights block = weights.blocks().get(layer);
        residual = fire(layer, "hook_resid_pre", residual);

        NDArray attnOut = attention(layer, block, residual, past, tables);
        attnOut = fire(layer, "hook_attn_out", postNorm(layer, "ln1_post", attnOut, block.ln1Post()));
        NDArray after = residual.add(attnOut);
        if (!config.hasMlp()) return fire(layer, "hook_resid_post", after);
        if (!config.parallel()) after = fire(layer, "hook_resid_mid", after);

        NDArray mlpIn = config.parallel() ? residual : after;
        if (optional.mlpIn()) mlpIn = fire(layer, "hook_mlp_in", mlpIn);
        NDArray normalized = norms.apply(HookName.block(layer, "ln2"), config.norm(), mlpIn, block.ln2());
        NDArray mlpOut = mlp.apply(layer, block.mlp(), normalized);
        mlpOut = fire(layer, "hook_mlp_out", postNorm(layer, "ln2_post", mlpOut, block.ln2Post()));
        return fire(layer, "hook_resid_post", after.add(mlpOut));
    }

    /**
     * Final norm and unembedding.
     *
     * @return logits [batch, pos, d_vocab]
     */
    NDArray unembed(NDArray residual) {
        NDArray normalized = norms.apply("ln_final", config.norms().last(), residual, weights.lnFinal());
        normalized = fire(HookName.UNEMBED_IN, normalized);
        NDArray logits =
                fire(HookName.UNEMBED_OUT, normalized.matMul(weights.wU()).addi(weights.bU()));
        return softCapped(logits, config.outputSoftCap());
    }

    /** Attention with its output bias: [batch, pos, d_model]. */
    private NDArray attention(int layer, BlockWeights block, NDArray residual, Past past, PositionTables tables) {
        Projections x = project(layer, block, residual, tables);
        NDArray q = fire(layer, "attn.hook_q", x.q());
        NDArray k = fire(layer, "attn.hook_k", x.k());
        NDArray v = fire(layer, "attn.hook_v", x.v());
        if (attention.qkNorm()) {
            AttentionWeights weights = block.attention();
            q = norms.apply(HookName.block(layer, "attn.q_norm"), NormKind.RMS, q, weights.qNorm());
            k = norms.apply(HookName.block(layer, "attn.k_norm"), NormKind.RMS, k, weights.kNorm());
        }
        Rotation rotation = tables.rotation(layer);
        if (rotation != null) {
            q = fire(layer, "attn.hook_rot_q", rotation.apply(q));
            k = fire(layer, "attn.hook_rot_k", rotation.apply(k));
        }
        if (past != null) {
            k = past.thenKeys(k);
            v = past.thenValues(v);
        }

        // [batch, head, pos, d_head] x [batch, head, d_head, key]
        NDArray scores = perGroup(q.transpose(0, 2, 1, 3), k.transpose(0, 2, 3, 1));
        scores = softCapped(scores.divi(scalars.of(config.attnScale().get(layer))), attention.softCap());
        scores = fire(
                layer,
                "attn.hook_attn_scores",
                scores.addi(tables.sightOf(layer).mask()));
        NDArray pattern = fire(layer, "attn.hook_pattern", tables.sightOf(layer).pattern(scores));
        NDArray z = perGroup(pattern, v.transpose(0, 2, 1, 3)).transpose(0, 2, 1, 3);
        z = fire(layer, "attn.hook_z", splitHeads(mergeHeads(z)));
        return optional.result()
                ? sumOfResults(layer, block.attention(), z)
                : mergeHeads(z)
                        .matMul(block.attention().wO())
                        .addi(block.attention().bO());
    }

    /** What each head writes, fired as {@code attn.hook_result}, then summed with the output bias. */
    private NDArray sumOfResults(int layer, AttentionWeights weights, NDArray z) {
        NDArray wO = weights.wO().reshape(config.nHeads(), config.dHead(), config.dModel());
        NDArray result = fire(layer, "attn.hook_result", perHead(z, wO));
        return result.sum(new int[] {2}).addi(weights.bO());
    }

    /** Queries [batch, pos, head, d_head], keys and values [batch, pos, kv_head, d_head]. */
    private record Projections(NDArray q, NDArray k, NDArray v) {}

    /** Queries, keys and values of the normalised residual stream. */
    private Projections project(int layer, BlockWeights block, NDArray residual, PositionTables tables) {
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

    /** A norm of what is added to the residual stream, in models that have one. */
    private NDArray postNorm(int layer, String name, NDArray x, NormWeights weights) {
        return weights == null ? x : norms.apply(HookName.block(layer, name), NormKind.RMS, x, weights);
    }

    private NDArray softCapped(NDArray x, double cap) {
        return cap == 0 ? x : x.div(scalars.of(cap)).tanh().mul(scalars.of(cap));
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

    private NDArray fire(String name, NDArray value) {
        return hooks.fire(name, value);
    }

    private NDArray fire(int layer, String hook, NDArray value) {
        return hooks.fire(HookName.block(layer, hook), value);
    }
}
