package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * What each head wrote to the residual stream up to a place, without output biases (TransformerLens {@code
 * stack_head_results}, labels {@code L3H5}). Computed from z after the fact. In models with a norm behind attention it is what
 * is left of a head's result behind that norm, with the scale of the run, so that here, too, heads add up.
 *
 * @param inclRemainder whether the rest of the stream follows as {@code remainder}: embeddings, MLPs and biases
 */
public record HeadResults(ResidPoint point, boolean inclRemainder) implements Decomposition {
    @Override
    public NameFilter hooks(ModelConfig config) {
        return inclRemainder
                ? NameFilter.of("*.attn.hook_z", "*.ln1_post.hook_scale", point.hook(config))
                : NameFilter.of("*.attn.hook_z", "*.ln1_post.hook_scale");
    }

    @Override
    public ResidualStack of(ActivationCache cache, PosSlice slice) {
        var stack = new StackBuilder(cache, slice);
        addTo(stack, cache, slice);
        if (inclRemainder) stack.addRemainder(point.hook(cache.config()));
        return stack.build();
    }

    void addTo(StackBuilder stack, ActivationCache cache, PosSlice slice) {
        int layers = point.layerIn(cache.config()) + (point.mlpInput() ? 1 : 0);
        for (int layer = 0; layer < layers; layer++) {
            Tensor results = ofLayer(cache, layer, slice);
            for (int head = 0; head < results.size(0); head++) stack.add("L" + layer + "H" + head, results.at(head));
        }
    }

    /** What the heads of one layer wrote, [head, batch, chosen pos, d_model]. */
    public static Tensor ofLayer(ActivationCache cache, int layer, PosSlice slice) {
        Tensor z = slice.of(cache.get("z", layer));
        Tensor results = cache.model()
                .product(Factor.of(headFirst(z)), Factor.of(HookName.block(layer, "attn.W_O")))
                .reshape(z.size(2), z.size(0), z.size(1), cache.config().dModel());
        return through(FrozenNorm.behind("ln1_post", layer, cache, slice), results);
    }

    /**
     * What one head writes, without the output bias of its layer and before any norm behind attention, [pos, d_model].
     *
     * @param z what it reads, [pos, d_head]
     */
    public static Tensor ofHead(Model model, Site head, Tensor z) {
        Tensor read = z.reshape(1, z.size(0), z.size(1));
        return model.product(Factor.of(read), Factor.output(head.layer(), head.head()))
                .at(0);
    }

    /** [batch, pos, head, d_head] -> [head, batch * pos, d_head]. */
    public static Tensor headFirst(Tensor z) {
        int rows = z.size(0) * z.size(1);
        int heads = z.size(2);
        int width = z.size(3);
        var data = new float[z.size()];
        Tensor flat = z.reshape(rows, heads, width);
        for (int head = 0; head < heads; head++) {
            for (int row = 0; row < rows; row++) flat.at(row, head).copyTo(data, (head * rows + row) * width);
        }
        return Tensor.of(data, heads, rows, width);
    }

    /** @param results [head, batch, pos, d_model] */
    private static Tensor through(FrozenNorm norm, Tensor results) {
        if (norm.isIdentity()) return results;
        var data = new float[results.size()];
        for (int head = 0; head < results.size(0); head++) {
            Tensor ofHead = results.at(head);
            norm.apply(ofHead).copyTo(data, head * ofHead.size());
        }
        return Tensor.of(data, results.shape());
    }
}
