package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.tensor.Tensor;

/**
 * A norm with the scales it had in a run, which makes it an affine map at each position: w (x - mean(x)) / scale + b.
 *
 * @param centres whether the mean is subtracted
 * @param scale [batch, chosen pos, 1], or null for no norm at all
 * @param weight [d_model], or null for none
 * @param bias [d_model], or null for none
 */
public record FrozenNorm(boolean centres, Tensor scale, Tensor weight, Tensor bias) {
    private static final FrozenNorm NONE = new FrozenNorm(false, null, null, null);

    /** The norm that reads the stream at a place. */
    public static FrozenNorm reading(ResidPoint point, ActivationCache cache, PosSlice slice) {
        ModelConfig config = cache.config();
        return of(point.norm(config), point.normKind(config), cache, slice);
    }

    /** The norm behind attention ({@code ln1_post}) or MLP ({@code ln2_post}) of a layer, where there is one. */
    static FrozenNorm behind(String module, int layer, ActivationCache cache, PosSlice slice) {
        boolean there = cache.config().norms().post();
        return there ? of(HookName.block(layer, module), NormKind.RMS, cache, slice) : NONE;
    }

    private static FrozenNorm of(String name, NormKind kind, ActivationCache cache, PosSlice slice) {
        if (kind == NormKind.NONE) return NONE;
        Tensor scale = slice.of(cache.get(name + ".hook_scale"));
        if (!kind.hasParameters()) return new FrozenNorm(kind.centres(), scale, null, null);
        Model model = cache.model();
        Tensor bias = kind.centres() ? model.parameter(name + ".b") : null;
        return new FrozenNorm(kind.centres(), scale, model.parameter(name + ".w"), bias);
    }

    /** Whether there is no norm. */
    public boolean isIdentity() {
        return scale == null;
    }

    /**
     * The part of the map that is linear, on one vector.
     *
     * @param vector changed in place
     */
    public void apply(double[] vector, int batch, int position) {
        if (isIdentity()) return;
        if (centres) centre(vector);
        weigh(vector, scale.get(batch, position, 0));
    }

    /**
     * The direction that reads from the input of the map what {@code direction} reads from its output: {@code
     * <apply(x), direction> = <x, pulledBack(direction)>} for every x.
     *
     * @param direction changed in place
     */
    public void pullBack(double[] direction, int batch, int position) {
        if (isIdentity()) return;
        weigh(direction, scale.get(batch, position, 0));
        if (centres) centre(direction);
    }

    /** The linear part of the map on vectors [batch, chosen pos, d_model]. */
    public Tensor apply(Tensor vectors) {
        if (isIdentity()) return vectors;
        int width = vectors.size(2);
        var data = new float[vectors.size()];
        var vector = new double[width];
        for (int row = 0; row < vectors.size(0) * vectors.size(1); row++) {
            for (int i = 0; i < width; i++) vector[i] = vectors.flat(row * width + i);
            apply(vector, row / vectors.size(1), row % vectors.size(1));
            for (int i = 0; i < width; i++) data[row * width + i] = (float) vector[i];
        }
        return Tensor.of(data, vectors.shape());
    }

    static void centre(double[] vector) {
        double mean = 0;
        for (double value : vector) mean += value / vector.length;
        for (int i = 0; i < vector.length; i++) vector[i] -= mean;
    }

    private void weigh(double[] vector, double divisor) {
        for (int i = 0; i < vector.length; i++) vector[i] *= (weight == null ? 1 : weight.flat(i)) / divisor;
    }
}
