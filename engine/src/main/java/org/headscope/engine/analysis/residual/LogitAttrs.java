package org.headscope.engine.analysis.residual;

import java.util.Arrays;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * What components of the residual stream contribute to logits: each seen through the final norm with its scale of the run,
 * times the unembedding (TransformerLens {@code logit_attrs}; interpretability.md D.3). In a model that is not folded the
 * final norm's weight counts, too, which TransformerLens leaves out: so the contributions always add up.
 *
 * @param answers the tokens; for each position, those chosen by the slice
 */
public record LogitAttrs(AnswerTokens answers, PosSlice slice) {
    /** The hook points whose values it reads besides the stack. */
    public static NameFilter hooks(ModelConfig config) {
        return NameFilter.of(ResidPoint.END.hook(config), HookName.FINAL_SCALE);
    }

    /** @param stack made with the same slice */
    public Attribution of(ActivationCache cache, ResidualStack stack) {
        LogitDirections directions = LogitDirections.of(cache, answers, slice);
        Tensor direction = directions.values();
        int width = direction.size(2);
        int rows = direction.size() / width;
        Tensor values = stack.values();
        if (values.size() != stack.size() * direction.size()) {
            throw new IllegalArgumentException("The stack " + values + " was not made with the slice " + slice);
        }
        var attributed = new float[stack.size() * rows];
        for (int at = 0; at < attributed.length; at++) {
            double sum = 0;
            int of = at % rows * width;
            for (int i = 0; i < width; i++) sum += (double) values.flat(at * width + i) * direction.flat(of + i);
            attributed[at] = (float) sum;
        }
        int[] shape = values.shape();
        return new Attribution(
                stack.labels(),
                Tensor.of(attributed, Arrays.copyOf(shape, shape.length - 1)),
                slice.keepsAxis()
                        ? directions.constant()
                        : directions.constant().reshape(rows));
    }
}
