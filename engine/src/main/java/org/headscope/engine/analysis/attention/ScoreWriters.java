package org.headscope.engine.analysis.attention;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.DecomposeResid;
import org.headscope.engine.analysis.residual.Decomposition;
import org.headscope.engine.analysis.residual.FrozenNorm;
import org.headscope.engine.analysis.residual.FullDecomposition;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.analysis.residual.ResidualStack;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * Splits an attention score over the writers of query and key: the residual stream at both positions is taken apart, and
 * every pair of parts is put through norm, projections and rotation. Norms keep the scales of the run, so the pairs add up.
 *
 * @param writers which parts
 */
public record ScoreWriters(int layer, int head, Writers writers) {
    /** How the residual stream is taken apart. */
    public enum Writers {
        /** Embeddings, attention layers and MLPs. */
        COMPONENTS,
        /** Embeddings, heads, MLPs, and the biases of attention. */
        HEADS
    }

    /** The hook points whose values it reads. */
    public NameFilter hooks(ModelConfig config) {
        var names = new ArrayList<>(decomposition().hooks(config).patterns());
        names.add(HookName.of("resid_pre", layer));
        names.add(HookName.of("scale", layer, "ln1"));
        names.add(HookName.of("scale", layer, "attn.q_norm"));
        names.add(HookName.of("scale", layer, "attn.k_norm"));
        return NameFilter.of(names);
    }

    private Decomposition decomposition() {
        ResidPoint here = ResidPoint.before(layer);
        return writers == Writers.COMPONENTS ? new DecomposeResid(here) : new FullDecomposition(here, false);
    }

    /** The score of a query and a key of one batch row. */
    public ScoreSplit of(ActivationCache cache, int batch, int query, int key) {
        Parts queries = parts(cache, "Q", batch, query);
        Parts keys = parts(cache, "K", batch, key);
        Tensor products = cache.model()
                .product(Factor.of(queries.vectors), Factor.of(keys.vectors).transposed());
        double scale = cache.config().attnScale().get(layer);
        float[] values = products.toArray();
        for (int i = 0; i < values.length; i++) values[i] /= (float) scale;
        return new ScoreSplit(queries.labels, keys.labels, Tensor.of(values, products.shape()));
    }

    /** @param vectors what each part gives to the query or key, [part, d_head] */
    private record Parts(List<String> labels, Tensor vectors) {}

    /** @param letter Q or K */
    private Parts parts(ActivationCache cache, String letter, int batch, int position) {
        var labels = new ArrayList<String>();
        var inputs = new ArrayList<double[]>();
        int counted = cache.position(batch, position);
        var slice = new PosSlice.Of(List.of(position));
        ResidualStack stack = decomposition().of(cache, slice);
        FrozenNorm norm = FrozenNorm.reading(ResidPoint.before(layer), cache, slice);
        for (int part = 0; part < stack.size(); part++) {
            labels.add(stack.labels().get(part));
            double[] vector = doubles(stack.values().at(part, batch, 0));
            norm.apply(vector, batch, 0);
            inputs.add(vector);
        }
        if (cache.config().positions() instanceof PositionConfig.Shortformer) {
            labels.add("pos_embed");
            inputs.add(
                    doubles(cache.model().product(Factor.of("pos_embed.W_pos").rows(List.of(counted)))));
        }
        labels.add("b_" + letter);
        inputs.add(norm.bias() == null ? new double[cache.config().dModel()] : doubles(norm.bias()));

        Tensor vectors = new HeadProjection(layer, head, letter).of(cache, batch, position, rows(inputs));
        return new Parts(labels, vectors);
    }

    private static double[] doubles(Tensor vector) {
        var copy = new double[vector.size()];
        for (int i = 0; i < copy.length; i++) copy[i] = vector.flat(i);
        return copy;
    }

    private static Tensor rows(List<double[]> vectors) {
        int width = vectors.getFirst().length;
        var data = new float[vectors.size() * width];
        for (int i = 0; i < data.length; i++) data[i] = (float) vectors.get(i / width)[i % width];
        return Tensor.of(data, vectors.size(), width);
    }
}
