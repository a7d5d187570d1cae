package org.headscope.engine.analysis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorSource;
import org.headscope.engine.io.WeightFiles;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.tensor.Tensor;

/**
 * A logit lens whose view of each layer was trained (Belrose et al. 2023): the residual stream in front of a layer is first
 * translated, h + h W^T + b, and then read out. Reads what the package tuned-lens stores.
 *
 * @param weights [d_model, d_model] of each layer, stored as torch's Linear has it: output, input
 * @param biases [d_model] of each layer
 */
public record TunedLens(List<Tensor> weights, List<Tensor> biases) {
    public TunedLens {
        weights = List.copyOf(weights);
        biases = List.copyOf(biases);
    }

    /**
     * Reads the file of a lens, {@code params.pt} or the same as safetensors: {@code 0.weight}, {@code 0.bias}, ...
     *
     * @param dModel width of the model it is for
     * @throws ModelException with one plain sentence if it is not one, or not for such a model
     */
    public static TunedLens read(Path file, int dModel) throws ModelException {
        TensorSource source = WeightFiles.ofFile(file);
        var weights = new ArrayList<Tensor>();
        var biases = new ArrayList<Tensor>();
        while (source.names().contains(weights.size() + ".weight")) {
            int layer = weights.size();
            weights.add(read(source, layer + ".weight", dModel, dModel));
            biases.add(read(source, layer + ".bias", dModel));
        }
        if (weights.isEmpty() || source.names().size() != 2 * weights.size()) {
            throw new ModelException(file + " is not a tuned lens: it should hold 0.weight, 0.bias, 1.weight and so on,"
                    + " and nothing else.");
        }
        return new TunedLens(weights, biases);
    }

    private static Tensor read(TensorSource source, String name, int... shape) throws ModelException {
        Tensor tensor = source.read(name);
        if (!Arrays.equals(shape, tensor.shape())) {
            throw new ModelException(source.called(name) + " has the shape " + Arrays.toString(tensor.shape())
                    + ", but a lens for this model has " + Arrays.toString(shape) + ".");
        }
        return tensor;
    }

    /** How many layers it reads. */
    public int layers() {
        return weights.size();
    }

    /**
     * What residual vectors in front of a layer say through the lens.
     *
     * @param residual resid_pre of the layer, [pos, d_model]
     * @return log-probabilities [pos, d_vocab], in nats
     * @throws IllegalArgumentException if the model writes a centred residual stream, which lenses are not trained on
     */
    public Tensor read(Model model, int layer, Tensor residual) {
        if (model.processing().centreWriting() && model.config().norm().centres()) {
            throw new IllegalArgumentException("A tuned lens reads the residual stream as it is: load the model without"
                    + " centring its writing weights.");
        }
        Tensor translated =
                model.product(Factor.of(residual), Factor.of(weights.get(layer)).transposed());
        float[] values = translated.toArray();
        Tensor bias = biases.get(layer);
        for (int i = 0; i < values.length; i++) values[i] += residual.flat(i) + bias.flat(i % bias.size());
        return model.readOut(Tensor.of(values, residual.shape()), null);
    }
}
