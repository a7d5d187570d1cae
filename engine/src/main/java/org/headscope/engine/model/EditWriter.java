package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Rewrite;
import org.headscope.engine.tensor.Tensor;

/**
 * Makes the edits of a pass, in their order. What numbers are replaced by is a constant; gradients reach through what scales, adds
 * and projects. No edit lets a query see a key that it does not see anyway: there scores stay -infinity and patterns 0.
 */
final class EditWriter {
    private final NDManager manager;
    /** Where queries do not see keys in the layer that runs, [batch, head, query, key]; null where nothing asks. */
    private NDArray unseen;

    EditWriter(NDManager manager) {
        this.manager = manager;
    }

    /**
     * The value at a hook point with edits made.
     *
     * @param edited whether a hook point has edits
     * @param writing makes those of this one, in place
     */
    NDArray rewritten(String name, NDArray value, Predicate<String> edited, Consumer<NDArray> writing) {
        boolean attention = edited.test(name) || edited.test(HookName.patternOf(name));
        if (HookName.isScores(name) && attention) unseen = value.eq(Float.NEGATIVE_INFINITY);
        if (!edited.test(name)) return value;
        // the value may be a part of another, or be needed unchanged elsewhere; gradients do not reach through a
        // duplicate
        NDArray copy = value.mul(manager.ones(new Shape()));
        writing.accept(copy);
        return HookName.isAttention(name) ? NDArrays.where(unseen, value, copy) : copy;
    }

    /** Writes in place to a value that nothing else holds, whose first position is {@code first}. */
    void write(Edit edit, NDArray value, int first) {
        checkUnit(edit.site(), value.getShape());
        EditRegion.of(edit.site(), value.getShape(), first).forEach(region -> rewrite(edit, value, region));
    }

    private static void checkUnit(Site site, Shape shape) {
        long units = shape.get(HookName.unitAxis(site.hookName()));
        if (site.unit() >= units) {
            throw new IllegalArgumentException(
                    "There is no " + site.label() + ": the value at " + site.hookName() + " has " + units + ".");
        }
    }

    private void rewrite(Edit edit, NDArray value, EditRegion region) {
        NDIndex where = region.index();
        NDArray before = value.get(where);
        Shape shape = before.getShape();
        value.set(
                where,
                switch (edit.rewrite()) {
                    case Rewrite.Put(Tensor values) ->
                        part(values, region, shape).broadcast(shape);
                    case Rewrite.Add(Tensor values) -> before.add(part(values, region, shape));
                    case Rewrite.Multiply(float factor) -> times(before, factor, region.site());
                    case Rewrite.Project(Tensor basis) -> {
                        part(basis.at(0), region, shape);
                        NDArray directions = Native.toArray(manager, basis);
                        yield before.sub(before.matMul(directions.transpose()).matMul(directions));
                    }
                    case Rewrite.Randomise noise ->
                        before.add(Native.toArray(manager, region.noise(noise, Native.shape(shape))));
                });
    }

    /** Edges that were knocked out stay so. */
    private NDArray times(NDArray before, float factor, Site site) {
        // DJL frees a Java number before the derivative is worked out with it
        NDArray after = before.mul(manager.ones(new Shape()).muli(factor));
        return HookName.isScores(site.hookName())
                ? NDArrays.where(before.eq(Float.NEGATIVE_INFINITY), before, after)
                : after;
    }

    /** What of some numbers belongs to a region. */
    private NDArray part(Tensor values, EditRegion region, Shape shape) {
        Tensor part = region.part(values);
        int missing = shape.dimension() - part.rank();
        boolean fits = missing == 0 || part.rank() == 1;
        for (int axis = 0; fits && axis < part.rank(); axis++) {
            fits = part.size(axis) == 1 || part.size(axis) == shape.get(missing + axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("What is put into "
                    + region.site().label() + " is " + values + " and does not fit a value " + shape + ".");
        }
        return Native.toArray(manager, part);
    }
}
