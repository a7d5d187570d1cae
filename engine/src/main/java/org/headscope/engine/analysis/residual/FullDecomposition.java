package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;

/**
 * The residual stream as a sum of heads, neurons or MLPs, embeddings and biases (TransformerLens {@code
 * get_full_resid_decomposition}). The components sum to the stream.
 *
 * @param expandNeurons whether each neuron is a component rather than each MLP
 */
public record FullDecomposition(ResidPoint point, boolean expandNeurons) implements Decomposition {
    @Override
    public NameFilter hooks(ModelConfig config) {
        var names = new ArrayList<>(heads().hooks(config).patterns());
        names.addAll((expandNeurons ? neurons() : mlps()).hooks(config).patterns());
        names.add("*.ln2_post.hook_scale");
        names.addAll(DecomposeResid.embeddings(config).values());
        return NameFilter.of(names);
    }

    @Override
    public ResidualStack of(ActivationCache cache, PosSlice slice) {
        var stack = new StackBuilder(cache, slice);
        heads().addTo(stack, cache, slice);
        if (expandNeurons) neurons().addTo(stack, cache, slice);
        else mlps().addTo(stack, cache.config());
        DecomposeResid.embeddings(cache.config()).forEach(stack::add);
        stack.add("bias", new AccumulatedBias(point, expandNeurons).of(cache, slice));
        return stack.build();
    }

    private HeadResults heads() {
        return new HeadResults(point, false);
    }

    private NeuronResults neurons() {
        return new NeuronResults(point, false);
    }

    private DecomposeResid mlps() {
        return new DecomposeResid(point, DecomposeResid.Mode.MLP, false);
    }
}
