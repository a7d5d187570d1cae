package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.tensor.Tensor;

/**
 * What a part of a model does to the logit of every token through the residual stream alone: what it writes at a position, seen
 * through the final norm with its scale of the run and the unembedding. Logits are given less their mean over all tokens,
 * which no probability depends on.
 *
 * @param part a head, a neuron ({@code post} with its number), or a hook point that carries what is written to the stream
 */
public record WrittenLogits(Site part, int position) {
    /** [d_vocab]. */
    public Tensor of(ActivationCache cache) {
        var slice = new PosSlice.At(position);
        Tensor written = written(cache, slice);
        int width = cache.config().dModel();
        var vector = new double[width];
        for (int i = 0; i < width; i++) vector[i] = written.flat(i);
        FrozenNorm.reading(ResidPoint.END, cache, slice).apply(vector, 0, 0);
        var row = new float[width];
        for (int i = 0; i < width; i++) row[i] = (float) vector[i];
        float[] logits = cache.model()
                .product(Factor.of(Tensor.of(row, 1, width)), Factor.of("unembed.W_U"))
                .toArray();
        double mean = 0;
        for (float logit : logits) mean += logit / logits.length;
        for (int i = 0; i < logits.length; i++) logits[i] -= (float) mean;
        return Tensor.of(logits, logits.length);
    }

    private Tensor written(ActivationCache cache, PosSlice slice) {
        if (part.is(Part.HEAD))
            return HeadResults.ofLayer(cache, part.layer(), slice).at(part.head(), 0, 0);
        if (part.unit() >= 0) {
            return NeuronResults.ofLayer(cache, part.layer(), part.unit(), part.unit() + 1, slice)
                    .at(0, 0, 0);
        }
        return slice.of(cache.get(part.hookName())).at(0, 0);
    }
}
