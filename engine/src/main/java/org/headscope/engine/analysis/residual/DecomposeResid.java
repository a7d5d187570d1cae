package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;

/**
 * What embeddings, attention layers and MLPs wrote to the residual stream (TransformerLens {@code decompose_resid}). With
 * everything included the sum is the stream itself.
 *
 * @param mode which layers are included
 * @param inclEmbeds whether token and position embeddings are
 */
public record DecomposeResid(ResidPoint point, Mode mode, boolean inclEmbeds) implements Decomposition {
    /** Which layers are included. */
    public enum Mode {
        ALL,
        ATTN,
        MLP
    }

    /** Everything that was written up to a place. */
    public DecomposeResid(ResidPoint point) {
        this(point, Mode.ALL, true);
    }

    @Override
    public NameFilter hooks(ModelConfig config) {
        return NameFilter.of(new ArrayList<>(components(config).values()));
    }

    @Override
    public ResidualStack of(ActivationCache cache, PosSlice slice) {
        var stack = new StackBuilder(cache, slice);
        addTo(stack, cache.config());
        return stack.build();
    }

    void addTo(StackBuilder stack, ModelConfig config) {
        components(config).forEach(stack::add);
    }

    /** Labels and hook points. */
    private SequencedMap<String, String> components(ModelConfig config) {
        int layers = point.layerIn(config);
        var components = new LinkedHashMap<String, String>();
        if (inclEmbeds) components.putAll(embeddings(config));
        for (int layer = 0; layer < layers; layer++) {
            if (mode != Mode.MLP) components.put(layer + "_attn_out", HookName.of("attn_out", layer));
            if (mode != Mode.ATTN && config.hasMlp()) {
                components.put(layer + "_mlp_out", HookName.of("mlp_out", layer));
            }
        }
        if (point.mlpInput() && mode != Mode.MLP) {
            components.put(layers + "_attn_out", HookName.of("attn_out", layers));
        }
        return components;
    }

    /** The embeddings that are written to the residual stream. */
    static SequencedMap<String, String> embeddings(ModelConfig config) {
        var embeddings = new LinkedHashMap<String, String>();
        embeddings.put("embed", HookName.EMBED);
        if (config.positions() instanceof PositionConfig.Learned) embeddings.put("pos_embed", HookName.POS_EMBED);
        return embeddings;
    }
}
