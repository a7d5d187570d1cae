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
import org.headscope.engine.hook.PosSlice;
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
        for (Edit edit : edits.getOrDefault(name, List.of())) apply(edit, value);
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

    /** Edits act on outputs of a part, which nothing else holds, so they may write in place. */
    private void apply(Edit edit, NDArray value) {
        int rows = (int) value.getShape().get(1);
        String tail = edit.site().head() >= 0 ? ", " + edit.site().head() : "";
        if (edit.site().positions().all()) {
            set(value, new NDIndex(":, :" + tail), edit.fill() == null ? null : fill(edit, rows));
            return;
        }
        for (int position : edit.site().positions().chosen()) {
            int row = position - first;
            if (row < 0 || row >= rows) continue;
            NDArray one = edit.fill() == null ? null : manager.create(edit.row(position));
            set(value, new NDIndex(":, " + row + tail), one);
        }
    }

    /** Replacement values of all positions of this pass, [1, pos or 1, width]. */
    private NDArray fill(Edit edit, int rows) {
        int count = edit.perPosition() ? rows : 1;
        int width = edit.fill()[0].length;
        var values = new float[count * width];
        for (int row = 0; row < count; row++) {
            System.arraycopy(edit.row(first + row), 0, values, row * width, width);
        }
        return manager.create(values, new Shape(1, count, width));
    }

    private static void set(NDArray value, NDIndex where, NDArray replacement) {
        if (replacement == null) {
            value.set(where, 0f);
        } else {
            value.set(where, replacement.broadcast(value.get(where).getShape()));
        }
    }
}
