package org.headscope.engine.analysis.residual;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.tensor.Tensor;

/**
 * What components contribute to a logit, or to a difference of logits, in logits.
 *
 * @param labels of the components
 * @param values [component, batch, pos], or [component, batch] at one position
 * @param constant [batch, pos] or [batch]: what no component contributes, the difference of b_U and, in models that are not
 *     folded, of the final norm's bias. The sum over a full decomposition and this is the difference of the logits, before
 *     they are soft-capped in models that do that.
 */
public record Attribution(List<String> labels, Tensor values, Tensor constant) {
    public Attribution {
        labels = List.copyOf(labels);
    }

    /** Contributions of one component, [batch, pos] or [batch]. */
    public Tensor get(String label) {
        int at = labels.indexOf(label);
        if (at < 0) throw new IllegalArgumentException("There is no component " + label + " in " + labels);
        return values.at(at);
    }

    /** Contribution of a component, averaged over batch and positions. */
    public double mean(int component) {
        Tensor all = values.at(component);
        return IntStream.range(0, all.size()).mapToDouble(all::flat).average().orElse(0);
    }

    /** The components that contribute most on average, largest first. */
    public List<String> top(int count) {
        return IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer component) -> -mean(component)))
                .limit(count)
                .map(labels::get)
                .toList();
    }

    /** What each component of an accumulated stream adds to the one before; the first stays. */
    public Attribution differences() {
        int size = constant.size();
        float[] steps = values.toArray();
        for (int i = steps.length - 1; i >= size; i--) steps[i] -= steps[i - size];
        return new Attribution(labels, Tensor.of(steps, values.shape()), constant);
    }
}
