package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    private final EditWriter writer;
    private final TensorBlock block = new TensorBlock();
    private int first;

    RecordingHooks(
            NDManager manager,
            List<Edit> edits,
            List<CodeHook> codeHooks,
            Predicate<String> wanted,
            PosSlice keepAt,
            BiConsumer<String, Tensor> keep) {
        this.manager = manager;
        this.writer = new EditWriter(manager);
        this.edits =
                edits.stream().collect(Collectors.groupingBy(edit -> edit.site().hookName()));
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
        value = writer.rewritten(name, value, edits::containsKey, copy -> {
            for (Edit edit : edits.get(name)) writer.write(edit, copy, first);
        });
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
}
