package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * What a reader takes from the residual stream: at each of some positions the stream is seen along a direction, and all that is
 * seen is added up. A difference of logits is such a reading, with norms frozen at the scales of the run; so are a query, a key
 * and the values of a head, see {@link org.headscope.engine.analysis.attention.HeadReading}. Since a reading is linear, it can be
 * told apart by who wrote the stream ({@link ReadingSplit}).
 *
 * @param point where the stream is read
 * @param slice the positions
 * @param directions [batch, chosen pos, d_model]
 * @param constant [batch, chosen pos], what is read besides: biases
 */
public record Reading(ResidPoint point, PosSlice slice, Tensor directions, Tensor constant) {
    /** A logit, or a difference of logits, at some positions. */
    public static Reading ofLogits(ActivationCache cache, AnswerTokens answers, PosSlice slice) {
        LogitDirections logits = LogitDirections.of(cache, answers, slice);
        return new Reading(ResidPoint.END, slice, logits.values(), logits.constant());
    }

    /** How many pairs of batch row and chosen position there are. */
    int rows() {
        return constant.size();
    }

    /** The number of blocks whose attention is written before the stream is read. */
    int attentions(ActivationCache cache) {
        return point.layerIn(cache.config()) + (point.mlpInput() ? 1 : 0);
    }

    /** The number of MLPs that are written before the stream is read. */
    int mlps(ActivationCache cache) {
        return cache.config().hasMlp() ? point.layerIn(cache.config()) : 0;
    }

    /** What it takes from all of the stream, the constant left out, [batch * chosen pos]. */
    float[] ofStream(ActivationCache cache) {
        return of(slice.of(cache.get(point.hook(cache.config()))));
    }

    /**
     * What it takes from vectors.
     *
     * @param vectors [batch, chosen pos, d_model]
     * @return [batch * chosen pos]
     */
    float[] of(Tensor vectors) {
        var taken = new float[rows()];
        int width = directions.size(-1);
        for (int row = 0; row < taken.length; row++) {
            double sum = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                sum += (double) vectors.flat(i) * directions.flat(i);
            }
            taken[row] = (float) sum;
        }
        return taken;
    }

    /** What it takes from each head of a layer, [head][batch * chosen pos]; what heads write is never formed. */
    List<float[]> ofHeads(ActivationCache cache, int layer) {
        return through(cache, layer, "z", "attn.W_O", "ln1_post");
    }

    /** What it takes from each neuron of a layer, [neuron][batch * chosen pos]. */
    List<float[]> ofNeurons(ActivationCache cache, int layer) {
        return through(cache, layer, "post", "mlp.W_out", "ln2_post");
    }

    /**
     * The directions in front of what follows an attention or MLP, [batch * chosen pos, d_model].
     *
     * @param norm the norm behind it, {@code ln1_post} or {@code ln2_post}, in models that have one
     */
    public Tensor before(ActivationCache cache, int layer, String norm) {
        FrozenNorm frozen = FrozenNorm.behind(norm, layer, cache, slice);
        int width = directions.size(-1);
        var data = new float[directions.size()];
        var direction = new double[width];
        int positions = directions.size(1);
        for (int row = 0; row < rows(); row++) {
            for (int i = 0; i < width; i++) direction[i] = directions.flat(row * width + i);
            frozen.pullBack(direction, row / positions, row % positions);
            for (int i = 0; i < width; i++) data[row * width + i] = (float) direction[i];
        }
        return Tensor.of(data, rows(), width);
    }

    /**
     * @param hook what the parts hold, [batch, pos, part, width] or [batch, pos, part]
     * @param writes the matrix they write through, [part, width, d_model] or [part, d_model]
     */
    private List<float[]> through(ActivationCache cache, int layer, String hook, String writes, String behind) {
        Tensor held = slice.of(cache.get(hook, layer));
        int parts = held.size(2);
        int width = held.size() / rows() / parts;
        // [part (, width), row]
        Tensor seen = cache.model()
                .product(
                        Factor.of(HookName.block(layer, writes)),
                        Factor.of(before(cache, layer, behind)).transposed());
        var taken = new ArrayList<float[]>();
        for (int part = 0; part < parts; part++) {
            var ofPart = new float[rows()];
            for (int row = 0; row < ofPart.length; row++) {
                double sum = 0;
                for (int i = 0; i < width; i++) {
                    sum += (double) held.flat((row * parts + part) * width + i)
                            * seen.flat((part * width + i) * rows() + row);
                }
                ofPart[row] = (float) sum;
            }
            taken.add(ofPart);
        }
        return taken;
    }
}
