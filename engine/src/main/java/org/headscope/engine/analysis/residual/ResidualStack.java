package org.headscope.engine.analysis.residual;

import java.util.List;
import org.headscope.engine.tensor.Tensor;

/**
 * Vectors of the residual stream, one for each component.
 *
 * @param labels one for each component, as TransformerLens writes them: {@code embed}, {@code 3_attn_out}, {@code L3H5}
 * @param values [component, batch, pos, d_model], or [component, batch, d_model] at one position
 */
public record ResidualStack(List<String> labels, Tensor values) {
    public ResidualStack {
        labels = List.copyOf(labels);
        if (values.size(0) != labels.size()) {
            throw new IllegalArgumentException(labels.size() + " labels for the components of " + values);
        }
    }

    public int size() {
        return labels.size();
    }

    /** The vectors of one component. */
    public Tensor get(String label) {
        int at = labels.indexOf(label);
        if (at < 0) throw new IllegalArgumentException("There is no component " + label + " in " + labels);
        return values.at(at);
    }

    /** The sum over components. */
    public Tensor sum() {
        Tensor shape = values.at(0);
        var sum = new double[shape.size()];
        for (int component = 0; component < size(); component++) {
            Tensor vectors = values.at(component);
            for (int i = 0; i < sum.length; i++) sum[i] += vectors.flat(i);
        }
        var rounded = new float[sum.length];
        for (int i = 0; i < sum.length; i++) rounded[i] = (float) sum[i];
        return Tensor.of(rounded, shape.shape());
    }
}
