package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Edit;
import org.headscope.engine.tensor.Tensor;

/** Puts replacement values into native ones. */
record EditWriter(NDManager manager) {
    /** Writes in place to a value that nothing else holds, whose first position is {@code first}. */
    void write(Edit edit, NDArray value, int first) {
        Positions positions = edit.site().positions();
        check(edit, value.getShape());
        int rows = (int) value.getShape().get(Edit.positionAxis(edit.site().hookName()));
        if (positions.all()) {
            set(edit, value, first, 0, rows);
            return;
        }
        for (int position : positions.chosen()) {
            int row = position - first;
            if (row >= 0 && row < rows) set(edit, value, first, row, row + 1);
        }
    }

    /** Sets some rows, counted from {@code first}. */
    private void set(Edit edit, NDArray value, int first, int from, int to) {
        Tensor fill = edit.fill() == null ? null : edit.rows(first + from, first + to);
        Site site = edit.site();
        if (!HookName.isAttention(site.hookName())) {
            set(value, new NDIndex().addAllDim().addSliceDim(from, to), site, fill);
            return;
        }
        int keys = (int) value.getShape().get(3);
        if (site.keys().all()) {
            setKeys(value, from, to, 0, keys, site, fill);
        } else {
            for (int key : site.keys().chosen()) if (key < keys) setKeys(value, from, to, key, key + 1, site, fill);
        }
    }

    private void setKeys(NDArray value, int from, int to, int firstKey, int endKey, Site site, Tensor fill) {
        var where = new NDIndex().addAllDim();
        if (site.unit() < 0) where.addAllDim();
        else where.addSliceDim(site.unit(), site.unit() + 1);
        where.addSliceDim(from, to).addSliceDim(firstKey, endKey);
        fill(value, where, fill == null || fill.size(3) == 1 ? fill : fill.slice(3, firstKey, endKey));
    }

    private void set(NDArray value, NDIndex where, Site site, Tensor fill) {
        if (site.unit() >= 0) where.addSliceDim(site.unit(), site.unit() + 1);
        fill(value, where, fill);
    }

    private static void check(Edit edit, Shape shape) {
        Site site = edit.site();
        long units = shape.get(Edit.unitAxis(site.hookName()));
        if (site.unit() >= units) {
            throw new IllegalArgumentException(
                    "There is no " + site.label() + ": the value at " + site.hookName() + " has " + units + ".");
        }
        Tensor fill = edit.fill();
        boolean fits = fill == null || fill.rank() == shape.dimension();
        for (int axis = 0; fits && fill != null && axis < fill.rank(); axis++) {
            long want = axis == Edit.unitAxis(site.hookName()) && site.unit() >= 0 ? 1 : shape.get(axis);
            boolean counted =
                    axis == Edit.positionAxis(site.hookName()) || HookName.isAttention(site.hookName()) && axis == 3;
            fits = fill.size(axis) == 1 || fill.size(axis) == want || counted;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "What is put into " + site.label() + " is " + fill + " and does not fit a value " + shape + ".");
        }
    }

    private void fill(NDArray value, NDIndex where, Tensor fill) {
        if (fill == null) {
            value.set(where, 0f);
        } else {
            Shape region = value.get(where).getShape();
            value.set(where, Native.toArray(manager, fill).broadcast(region));
        }
    }
}
