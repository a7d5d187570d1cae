package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.model.AttentionLayer.Projections;

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
    private final Weights weights;
    private final OptionalHooks optional;
    private final Hooks hooks;
    private final Scalars scalars;
    private final NormLayer norms;
    private final AttentionLayer attention;
    private final MlpLayer mlp;

    Transformer(ModelConfig config, Weights weights, OptionalHooks optional, Hooks hooks) {
        this.config = config;
        this.weights = weights;
        this.optional = optional;
        this.hooks = hooks;
        var numbers = new ArrayList<>(config.attnScale());
        numbers.add(config.eps());
        numbers.add(config.attention().softCap());
        numbers.add(config.outputSoftCap());
        if (config.hasMlp()) numbers.addAll(config.activation().constants());
        this.scalars = new Scalars(weights.manager(), numbers);
        this.norms = new NormLayer(hooks, scalars.of(config.eps()));
        this.attention = new AttentionLayer(config, weights, optional, hooks, norms, scalars);
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
        NDArray positions = fire(HookName.POS_EMBED, tables.rows(weights.wPos()).broadcast(embedded.getShape()));
        attention.fired(positions);
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
        residual = fire(layer, "hook_resid_pre", residual);
        Projections x = attention.placed(layer, attention.project(layer, residual, tables), tables);
        NDArray z = attention.look(layer, past == null ? x : past.then(x), tables.sightOf(layer));
        return mlp(layer, residual, written(layer, z));
    }

    AttentionLayer attention() {
        return attention;
    }

    /** What the heads add to the residual stream, given what each has read, [batch, pos, head, d_head]. */
    NDArray written(int layer, NDArray z) {
        return postNorm(
                layer,
                "ln1_post",
                attention.write(layer, z),
                weights.blocks().get(layer).ln1Post());
    }

    /** The second half of a block, given its input and what attention adds, whose hook has not fired. */
    NDArray mlp(int layer, NDArray residual, NDArray attnOut) {
        BlockWeights block = weights.blocks().get(layer);
        NDArray after = residual.add(fire(layer, "hook_attn_out", attnOut));
        if (!config.hasMlp()) return fire(layer, "hook_resid_post", after);
        if (!config.parallel()) after = fire(layer, "hook_resid_mid", after);

        NDArray mlpIn = config.parallel() ? residual : after;
        if (optional.mlpIn()) mlpIn = fire(layer, "hook_mlp_in", mlpIn);
        NDArray normalized = norms.apply(HookName.block(layer, "ln2"), config.norm(), mlpIn, block.ln2());
        NDArray mlpOut = mlp.apply(layer, block.mlp(), normalized);
        return output(layer, after, postNorm(layer, "ln2_post", mlpOut, block.ln2Post()));
    }

    /** The end of a block, given the residual stream after attention and what the MLP adds, whose hook has not fired. */
    NDArray output(int layer, NDArray after, NDArray mlpOut) {
        return fire(layer, "hook_resid_post", after.add(fire(layer, "hook_mlp_out", mlpOut)));
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
        return softCapped(logits, config.outputSoftCap(), scalars);
    }

    /** A norm of what is added to the residual stream, in models that have one. */
    private NDArray postNorm(int layer, String name, NDArray x, NormWeights weights) {
        return weights == null ? x : norms.apply(HookName.block(layer, name), NormKind.RMS, x, weights);
    }

    /** c tanh(x / c), or x where c is 0. */
    static NDArray softCapped(NDArray x, double cap, Scalars scalars) {
        return cap == 0 ? x : x.div(scalars.of(cap)).tanh().mul(scalars.of(cap));
    }

    private NDArray fire(String name, NDArray value) {
        return hooks.fire(name, value);
    }

    private NDArray fire(int layer, String hook, NDArray value) {
        return hooks.fire(HookName.block(layer, hook), value);
    }
}
