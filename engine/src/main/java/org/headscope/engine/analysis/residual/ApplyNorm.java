package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.tensor.Tensor;

/**
 * The norm that reads the residual stream at a place, applied to every component of a stack (TransformerLens {@code
 * apply_ln_to_stack}; interpretability.md D.2). Weight and bias of the norm are left out, which is right for folded models.
 *
 * @param scale what a component is divided by
 */
public record ApplyNorm(ResidPoint point, Scale scale) {
    /** What a component is divided by. */
    public enum Scale {
        /** What the norm divided by in the run, so that the components still add up. */
        CACHED,
        /** The component's own scale, as if it were the whole stream: what a logit lens reads. */
        OWN
    }

    /** The hook points whose values it reads. */
    public NameFilter hooks(ModelConfig config) {
        return scale == Scale.OWN || point.normKind(config) == NormKind.NONE
                ? NameFilter.NONE
                : NameFilter.of(point.norm(config) + ".hook_scale");
    }

    /** @param slice the one the stack was made with */
    public ResidualStack of(ActivationCache cache, ResidualStack stack, PosSlice slice) {
        NormKind kind = point.normKind(cache.config());
        if (kind == NormKind.NONE) return stack;
        Tensor cached = scale == Scale.CACHED ? slice.of(cache.get(point.norm(cache.config()) + ".hook_scale")) : null;
        Tensor values = stack.values();
        int width = values.size(-1);
        int rows = values.size() / width / stack.size();
        var data = new float[values.size()];
        var vector = new double[width];
        for (int at = 0; at < stack.size() * rows; at++) {
            for (int i = 0; i < width; i++) vector[i] = values.flat(at * width + i);
            if (kind.centres()) FrozenNorm.centre(vector);
            double divisor = cached == null ? own(vector, cache.config().eps()) : cached.flat(at % rows);
            for (int i = 0; i < width; i++) data[at * width + i] = (float) (vector[i] / divisor);
        }
        return new ResidualStack(stack.labels(), Tensor.of(data, values.shape()));
    }

    private static double own(double[] centred, double eps) {
        double squares = 0;
        for (double value : centred) squares += value * value;
        return Math.sqrt(squares / centred.length + eps);
    }
}
