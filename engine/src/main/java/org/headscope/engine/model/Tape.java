package org.headscope.engine.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;

/**
 * Writes down what a pass computes, so that the derivative of a number with respect to values in between can be worked out.
 * To each value asked for it adds a zero: the derivative with respect to the zero is that with respect to the value.
 * Parameters take no part, so nothing below the first of the values is written down.
 */
final class Tape implements AutoCloseable {
    private final NDManager manager;
    private final RunRequest request;
    private final LogitMetric metric;
    private final NameFilter names;
    private final GradientCollector collector;
    private final Map<String, NDArray> zeros = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private double value;

    /** @param names the hook points to differentiate with respect to */
    Tape(NDManager parent, RunRequest request, LogitMetric metric, NameFilter names) {
        this.manager = parent.newSubManager();
        this.request = request;
        this.metric = metric;
        this.names = names;
        this.collector = Engine.getInstance().newGradientCollector();
    }

    /** Hooks that do the same and are written down. */
    Hooks over(Hooks hooks) {
        return (name, value) -> {
            NDArray after = hooks.fire(name, value);
            return names.matches(name) ? after.add(zeros(name, after)) : after;
        };
    }

    private NDArray zeros(String name, NDArray value) {
        NDArray added = manager.zeros(value.getShape());
        NDScope.unregister(added); // the scope of a layer ends before the derivative is known
        added.setRequiresGradient(true);
        zeros.put(name, added);
        return added;
    }

    /**
     * Works the derivative out, at the end of the pass and in its scope.
     *
     * @param logits [batch, pos, d_vocab], the result of the pass, like {@code values}
     */
    void read(NDArray logits, Tensor values) {
        value = metric.value(request, values);
        if (zeros.isEmpty()) return;
        NDArray target = logits.mul(Native.toArray(manager, metric.gradient(request, values)))
                .sum();
        // a value that the logits do not depend on has a derivative all the same
        NDArray nothing = manager.zeros(new Shape());
        for (NDArray added : zeros.values()) target = target.add(added.sum().mul(nothing));
        collector.backward(target);
        zeros.forEach((name, added) -> gradients.put(name, gradient(name, added)));
    }

    private Tensor gradient(String name, NDArray added) {
        NDArray gradient = Slices.cut(manager, name, added.getGradient(), request.keepAt());
        Tensor plain = Native.toTensor(gradient);
        return request.keepsEveryPosition() ? plain : Slices.read(name, plain, request.keepAt());
    }

    /** The number that was differentiated. */
    double value() {
        return value;
    }

    /** By hook name, in firing order. */
    Map<String, Tensor> gradients() {
        return gradients;
    }

    @Override
    public void close() {
        collector.close();
        manager.close();
    }
}
