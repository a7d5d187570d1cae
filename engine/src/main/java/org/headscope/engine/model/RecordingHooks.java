package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Edit;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.tensor.TensorBlock;

/** At each hook point: applies the edits, then the code hooks, then keeps a copy if it is wanted. */
final class RecordingHooks implements Hooks {
    private final NDManager manager;
    private final Map<String, List<Edit>> edits;
    private final List<CodeHook> codeHooks;
    private final Predicate<String> wanted;
    private final PosSlice keepAt;
    private final BiConsumer<String, Tensor> keep;
    private final TensorBlock block = new TensorBlock();
    private int first;

    RecordingHooks(
            NDManager manager,
            Map<String, List<Edit>> edits,
            List<CodeHook> codeHooks,
            Predicate<String> wanted,
            PosSlice keepAt,
            BiConsumer<String, Tensor> keep) {
        this.manager = manager;
        this.edits = edits;
        this.codeHooks = codeHooks;
        this.wanted = wanted;
        this.keepAt = keepAt;
        this.keep = keep;
    }

    /** Says which position of the prompt the first one of the following values is. */
    void startAt(int position) {
        first = position;
    }

    @Override
    public NDArray fire(String name, NDArray value) {
        List<Edit> here = edits.getOrDefault(name, List.of());
        // the value may be a part of another, or be needed unchanged elsewhere
        if (!here.isEmpty()) value = value.duplicate();
        for (Edit edit : here) apply(edit, value);
        for (CodeHook hook : codeHooks) {
            if (hook.names().matches(name)) value = run(hook, name, value);
        }
        if (wanted.test(name)) keep.accept(name, Native.toTensor(Slices.cut(manager, name, value, keepAt), block));
        return value;
    }

    private NDArray run(CodeHook hook, String name, NDArray value) {
        Tensor before = Native.toTensor(value);
        Tensor after = hook.edit().apply(name, before);
        if (after == null || after == before) return value;
        if (!Arrays.equals(after.shape(), before.shape())) {
            throw new IllegalArgumentException(
                    "The hook on " + name + " returned " + after + " in place of " + before + "; shapes must agree.");
        }
        return Native.toArray(manager, after);
    }

    /** Writes in place to a value that nothing else holds. */
    private void apply(Edit edit, NDArray value) {
        Positions positions = edit.site().positions();
        check(edit, value.getShape());
        int rows = (int) value.getShape().get(Edit.positionAxis(edit.site().hookName()));
        if (positions.all()) {
            set(edit, value, 0, rows);
            return;
        }
        for (int position : positions.chosen()) {
            int row = position - first;
            if (row >= 0 && row < rows) set(edit, value, row, row + 1);
        }
    }

    /** Sets some rows, counted from the first of this pass. */
    private void set(Edit edit, NDArray value, int from, int to) {
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
