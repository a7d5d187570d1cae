package org.headscope.engine.analysis.circuit;

import java.util.Random;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * How much each head reads of what an earlier head writes (TransformerLens {@code all_composition_scores}): the norm of the
 * product of the earlier head's OV circuit and the later head's, over the product of their norms.
 *
 * @param input what the later head composes the earlier one's output into
 */
public record CompositionScores(Input input) {
    /** Which input of the later head. */
    public enum Input {
        QUERY,
        KEY,
        VALUE
    }

    /** [layer of the earlier head, head, layer of the later, head]; 0 unless the earlier is in a lower layer. */
    public Tensor of(Model model) {
        return of(model, Progress.NONE);
    }

    /** @param progress told of the pairs of layers done; may cancel between them */
    public Tensor of(Model model, Progress progress) {
        int layers = model.config().nLayers();
        int heads = model.config().nHeads();
        var circuits = new Circuits(model);
        var scores = new float[layers * heads * layers * heads];
        var writers = new Tensor[layers];
        int pairs = layers * (layers - 1) / 2;
        for (int later = 0; later < layers; later++) {
            progress.at(later * (later - 1) / 2, pairs);
            writers[later] = normalised(circuits.ov(later).upToRows());
            Tensor readers = normalised(readers(circuits, later).upToRows());
            for (int earlier = 0; earlier < later; earlier++) {
                Tensor norms = norms(model, writers[earlier], readers);
                for (int head = 0; head < heads; head++) {
                    norms.at(head).copyTo(scores, ((earlier * heads + head) * layers + later) * heads);
                }
                progress.at(later * (later - 1) / 2 + earlier + 1, pairs);
            }
        }
        return Tensor.of(scores, layers, heads, layers, heads);
    }

    /** What the later heads read with, transposed: [head, d_model, d_model]. */
    private FactoredMatrix readers(Circuits circuits, int layer) {
        return switch (input) {
            case QUERY -> circuits.qk(layer).transposed();
            case KEY -> circuits.qk(layer);
            case VALUE -> circuits.ov(layer).transposed();
        };
    }

    /** The matrix of each head divided by its norm; one that is 0 stays. */
    private static Tensor normalised(Tensor ofHeads) {
        int size = ofHeads.size() / ofHeads.size(0);
        float[] data = ofHeads.toArray();
        for (int head = 0; head < ofHeads.size(0); head++) {
            double squares = 0;
            for (int i = head * size; i < (head + 1) * size; i++) squares += (double) data[i] * data[i];
            double norm = Math.sqrt(squares);
            for (int i = head * size; i < (head + 1) * size && norm > 0; i++) data[i] /= (float) norm;
        }
        return Tensor.of(data, ofHeads.shape());
    }

    /**
     * Norms of the products of every writer and every reader, [writer, reader].
     *
     * @param writers [head, k, d_model], what is left of OV circuits up to a rotation of their rows
     * @param readers [head, k, d_model], the same of transposed circuits
     */
    private static Tensor norms(Model model, Tensor writers, Tensor readers) {
        int heads = writers.size(0);
        int k = writers.size(1);
        Tensor products = model.product(
                Factor.of(writers.reshape(heads * k, writers.size(2))),
                Factor.of(readers.reshape(heads * k, readers.size(2))).transposed());
        var squares = new double[heads * heads];
        for (int row = 0; row < heads * k; row++) {
            for (int column = 0; column < heads * k; column++) {
                double value = products.flat(row * heads * k + column);
                squares[row / k * heads + column / k] += value * value;
            }
        }
        var norms = new float[squares.length];
        for (int i = 0; i < norms.length; i++) norms[i] = (float) Math.sqrt(squares[i]);
        return Tensor.of(norms, heads, heads);
    }

    /** The mean score of circuits of normally distributed random factors: what no composition at all looks like. */
    public static double baseline(ModelConfig config, int samples, long seed) {
        var random = new Random(seed);
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            FactoredMatrix x = random(config, random);
            FactoredMatrix y = random(config, random);
            sum += x.times(y).norm().flat(0) / x.norm().flat(0) / y.norm().flat(0);
        }
        return sum / samples;
    }

    private static FactoredMatrix random(ModelConfig config, Random random) {
        return new FactoredMatrix(
                gaussian(random, config.dModel(), config.dHead()), gaussian(random, config.dHead(), config.dModel()));
    }

    private static Tensor gaussian(Random random, int rows, int columns) {
        var data = new float[rows * columns];
        for (int i = 0; i < data.length; i++) data[i] = (float) random.nextGaussian();
        return Tensor.of(data, rows, columns);
    }
}
