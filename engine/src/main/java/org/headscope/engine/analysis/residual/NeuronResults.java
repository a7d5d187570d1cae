package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * What each neuron wrote to the residual stream up to a place, its activation times its row of W_out (TransformerLens {@code
 * stack_neuron_results}, labels {@code L3N17}). That is as many vectors as there are neurons: choose few positions, or take
 * {@link DirectLogitAttribution}, which never forms them.
 *
 * @param inclRemainder whether the rest of the stream follows as {@code remainder}, output biases included
 */
public record NeuronResults(ResidPoint point, boolean inclRemainder) implements Decomposition {
    @Override
    public NameFilter hooks(ModelConfig config) {
        return inclRemainder
                ? NameFilter.of("*.mlp.hook_post", "*.ln2_post.hook_scale", point.hook(config))
                : NameFilter.of("*.mlp.hook_post", "*.ln2_post.hook_scale");
    }

    @Override
    public ResidualStack of(ActivationCache cache, PosSlice slice) {
        var stack = new StackBuilder(cache, slice);
        addTo(stack, cache, slice);
        if (inclRemainder) stack.addRemainder(point.hook(cache.config()));
        return stack.build();
    }

    void addTo(StackBuilder stack, ActivationCache cache, PosSlice slice) {
        ModelConfig config = cache.config();
        if (!config.hasMlp()) return;
        for (int layer = 0; layer < point.layerIn(config); layer++) {
            Layer neurons = Layer.of(cache, layer, slice);
            stack.reserve((long) config.dMlp() * neurons.vectors());
            for (int neuron = 0; neuron < config.dMlp(); neuron++) {
                stack.add("L" + layer + "N" + neuron, neurons.result(neuron));
            }
        }
    }

    /** What some neurons of a layer wrote, [batch, chosen pos, neuron, d_model] (TransformerLens {@code get_neuron_results}). */
    public static Tensor ofLayer(ActivationCache cache, int layer, int from, int to, PosSlice slice) {
        Layer neurons = Layer.of(cache, layer, slice);
        int width = cache.config().dModel();
        int rows = neurons.vectors() / width;
        var data = new float[Math.multiplyExact(neurons.vectors(), to - from)];
        for (int neuron = from; neuron < to; neuron++) {
            Tensor result = neurons.result(neuron).reshape(rows, width);
            for (int row = 0; row < rows; row++) {
                result.at(row).copyTo(data, (row * (to - from) + neuron - from) * width);
            }
        }
        return Tensor.of(data, neurons.post().size(0), neurons.post().size(1), to - from, width);
    }

    /**
     * The neurons of a layer.
     *
     * @param post their activations, [batch, chosen pos, d_mlp]
     */
    private record Layer(Tensor post, Tensor wOut, FrozenNorm behind) {
        static Layer of(ActivationCache cache, int layer, PosSlice slice) {
            return new Layer(
                    slice.of(cache.get("post", layer)),
                    cache.parameter(layer, "mlp.W_out"),
                    FrozenNorm.behind("ln2_post", layer, cache, slice));
        }

        /** How many numbers a neuron's vectors have. */
        int vectors() {
            return post.size(0) * post.size(1) * wOut.size(1);
        }

        /** [batch, chosen pos, d_model]. */
        Tensor result(int neuron) {
            Tensor direction = wOut.at(neuron);
            int width = direction.size();
            var data = new float[vectors()];
            for (int row = 0; row < data.length / width; row++) {
                float activation = post.flat(row * wOut.size(0) + neuron);
                for (int i = 0; i < width; i++) data[row * width + i] = activation * direction.flat(i);
            }
            return behind.apply(Tensor.of(data, post.size(0), post.size(1), width));
        }
    }
}
