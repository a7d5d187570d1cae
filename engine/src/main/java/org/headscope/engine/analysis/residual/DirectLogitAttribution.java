package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * Direct logit attribution (TransformerLens {@code direct_logit_attribution}): what the parts of a model contribute to logits
 * through the residual stream alone. What heads and neurons write is never formed: the direction of the logit is seen
 * through W_O or W_out instead.
 *
 * @param unit which parts
 */
public record DirectLogitAttribution(Unit unit, AnswerTokens answers, PosSlice slice) {
    /** Which parts of a model are told apart. */
    public enum Unit {
        /** Embeddings, attention layers and MLPs. */
        COMPONENT,
        /** The stream after each attention layer and MLP: each value contains those before; see differences(). */
        LAYER,
        /** Heads, and one remainder. */
        HEAD,
        /** Neurons, and one remainder. */
        NEURON
    }

    /** The hook points whose values it reads. */
    public NameFilter hooks(ModelConfig config) {
        var names = new ArrayList<>(LogitAttrs.hooks(config).patterns());
        names.addAll(decomposition().hooks(config).patterns());
        return NameFilter.of(names);
    }

    private Decomposition decomposition() {
        return switch (unit) {
            case COMPONENT -> new DecomposeResid(ResidPoint.END);
            case LAYER -> new AccumulatedResid(ResidPoint.END, true);
            case HEAD -> new HeadResults(ResidPoint.END, true);
            case NEURON -> new NeuronResults(ResidPoint.END, true);
        };
    }

    /** Contributions of all parts. */
    public Attribution of(ActivationCache cache) {
        return switch (unit) {
            case COMPONENT, LAYER ->
                new LogitAttrs(answers, slice).of(cache, decomposition().of(cache, slice));
            case HEAD -> through(cache, "z", "attn.W_O", "ln1_post", "H");
            case NEURON -> through(cache, "post", "mlp.W_out", "ln2_post", "N");
        };
    }

    /**
     * Contributions of heads or neurons.
     *
     * @param hook what they hold, [batch, pos, part, width] or [batch, pos, part]
     * @param writes the matrix they write through, [part, width, d_model] or [part, d_model]
     */
    private Attribution through(ActivationCache cache, String hook, String writes, String behind, String letter) {
        LogitDirections directions = LogitDirections.of(cache, answers, slice);
        int rows = directions.constant().size();
        var labels = new ArrayList<String>();
        var values = new ArrayList<float[]>();
        float[] rest = total(cache, directions);
        int layers =
                unit == Unit.HEAD || cache.config().hasMlp() ? cache.config().nLayers() : 0;
        for (int layer = 0; layer < layers; layer++) {
            Tensor held = slice.of(cache.get(hook, layer));
            int parts = held.size(2);
            int width = held.size() / rows / parts;
            Tensor read = pulledBack(directions, FrozenNorm.behind(behind, layer, cache, slice));
            // [part (, width), row]
            Tensor seen = cache.model()
                    .product(
                            Factor.of(HookName.block(layer, writes)),
                            Factor.of(read).transposed());
            for (int part = 0; part < parts; part++) {
                var ofPart = new float[rows];
                for (int row = 0; row < rows; row++) {
                    double sum = 0;
                    for (int i = 0; i < width; i++) {
                        sum += (double) held.flat((row * parts + part) * width + i)
                                * seen.flat((part * width + i) * rows + row);
                    }
                    ofPart[row] = (float) sum;
                    rest[row] -= ofPart[row];
                }
                labels.add("L" + layer + letter + part);
                values.add(ofPart);
            }
        }
        labels.add("remainder");
        values.add(rest);
        return attribution(labels, values, directions.constant());
    }

    /** Contribution of the whole stream, [batch * pos]. */
    private float[] total(ActivationCache cache, LogitDirections directions) {
        Tensor stream = slice.of(cache.get(ResidPoint.END.hook(cache.config())));
        int width = stream.size(2);
        var total = new float[stream.size() / width];
        for (int row = 0; row < total.length; row++) {
            double sum = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                sum += (double) stream.flat(i) * directions.values().flat(i);
            }
            total[row] = (float) sum;
        }
        return total;
    }

    /** The directions in front of a norm, [batch * pos, d_model]. */
    private static Tensor pulledBack(LogitDirections directions, FrozenNorm norm) {
        Tensor values = directions.values();
        int width = values.size(2);
        var data = new float[values.size()];
        var direction = new double[width];
        for (int row = 0; row < values.size() / width; row++) {
            for (int i = 0; i < width; i++) direction[i] = values.flat(row * width + i);
            norm.pullBack(direction, row / values.size(1), row % values.size(1));
            for (int i = 0; i < width; i++) data[row * width + i] = (float) direction[i];
        }
        return Tensor.of(data, data.length / width, width);
    }

    private Attribution attribution(List<String> labels, List<float[]> values, Tensor constant) {
        int rows = constant.size();
        var data = new float[labels.size() * rows];
        for (int part = 0; part < labels.size(); part++) System.arraycopy(values.get(part), 0, data, part * rows, rows);
        return slice.keepsAxis()
                ? new Attribution(labels, Tensor.of(data, labels.size(), constant.size(0), constant.size(1)), constant)
                : new Attribution(labels, Tensor.of(data, labels.size(), rows), constant.reshape(rows));
    }
}
