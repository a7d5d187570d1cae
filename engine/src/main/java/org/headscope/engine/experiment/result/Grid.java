package org.headscope.engine.experiment.result;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/**
 * Numbers with labels.
 *
 * @param name of the array in files
 * @param about what the numbers are, with unit and sign, in a sentence
 * @param axes one for each axis of the values; none for a single number
 */
public record Grid(String name, String about, List<Axis> axes, Tensor values) {
    public Grid {
        axes = List.copyOf(axes);
        boolean fits = axes.size() == values.rank();
        for (int axis = 0; fits && axis < axes.size(); axis++)
            fits = axes.get(axis).size() == values.size(axis);
        if (!fits) throw new IllegalArgumentException("The axes " + axes + " do not fit " + values);
    }

    /** The labels of a value, one for each axis, given its place in row-major order. */
    List<String> labels(int flat) {
        var labels = new ArrayList<String>();
        int rest = flat;
        for (int axis = axes.size() - 1; axis >= 0; axis--) {
            labels.addFirst(axes.get(axis).labels().get(rest % axes.get(axis).size()));
            rest /= axes.get(axis).size();
        }
        return labels;
    }
}
