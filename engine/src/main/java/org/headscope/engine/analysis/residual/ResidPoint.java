package org.headscope.engine.analysis.residual;

import org.headscope.engine.hook.HookName;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;

/**
 * A place in the residual stream, named by who reads it.
 *
 * @param layer the block that reads it; n_layers or -1 for the end, where the unembedding reads it
 * @param mlpInput whether the block's MLP reads it rather than its attention
 */
public record ResidPoint(int layer, boolean mlpInput) {
    /** Where the final norm and the unembedding read. */
    public static final ResidPoint END = new ResidPoint(-1, false);

    /** Where the attention of a block reads. */
    public static ResidPoint before(int layer) {
        return new ResidPoint(layer, false);
    }

    /** Where the MLP of a block reads. */
    public static ResidPoint beforeMlp(int layer) {
        return new ResidPoint(layer, true);
    }

    /** The number of blocks that lie wholly before this place. */
    int layerIn(ModelConfig config) {
        int blocks = layer == -1 ? config.nLayers() : layer;
        boolean atEnd = blocks == config.nLayers();
        if (blocks < 0 || blocks > config.nLayers() || atEnd && mlpInput) {
            throw new IllegalArgumentException(
                    "A model of " + config.nLayers() + " layers has no residual stream at " + this);
        }
        if (mlpInput && !config.hasResidMid()) {
            throw new IllegalArgumentException("This model has no residual stream between attention and MLP");
        }
        return blocks;
    }

    boolean atEnd(ModelConfig config) {
        return layerIn(config) == config.nLayers();
    }

    /** The hook point that carries the stream here. */
    public String hook(ModelConfig config) {
        int blocks = layerIn(config);
        if (atEnd(config)) return HookName.of("resid_post", blocks - 1);
        return HookName.of(mlpInput ? "resid_mid" : "resid_pre", blocks);
    }

    /** The name of the norm that reads the stream here. */
    public String norm(ModelConfig config) {
        return atEnd(config) ? "ln_final" : HookName.block(layerIn(config), mlpInput ? "ln2" : "ln1");
    }

    NormKind normKind(ModelConfig config) {
        return atEnd(config) ? config.norms().last() : config.norms().block();
    }
}
