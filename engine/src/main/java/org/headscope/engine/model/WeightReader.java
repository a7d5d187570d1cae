package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorInfo;
import org.headscope.engine.io.TensorSource;

/** Reads tensors of checked shape from a checkpoint straight into native float32 memory. */
class WeightReader {
    private final TensorSource files;
    private final NDManager manager;
    private long count;

    WeightReader(TensorSource files, NDManager manager) {
        this.files = files;
        this.manager = manager;
    }

    NDManager manager() {
        return manager;
    }

    /** Number of values read up to now. */
    final long count() {
        return count;
    }

    boolean has(String name) {
        return files.names().contains(name);
    }

    /** The first of some prefixes under which a tensor is there; the last if it is under none. */
    final String prefix(String name, String... prefixes) {
        return Arrays.stream(prefixes)
                .filter(prefix -> has(prefix + name))
                .findFirst()
                .orElse(prefixes[prefixes.length - 1]);
    }

    /** A tensor as it is stored. */
    final NDArray stored(String name, long... shape) throws ModelException {
        NDArray array = read(name, shape);
        count += array.size();
        return array;
    }

    /** A matrix stored [out, in], as [in, out]. */
    final NDArray linear(String name, long in, long out) throws ModelException {
        NDArray stored = stored(name, out, in);
        return kept(stored::transpose, stored);
    }

    /** A bias if the architecture has one, else zeros. */
    final NDArray bias(boolean present, String name, long length) throws ModelException {
        return present ? stored(name, length) : zeros(length);
    }

    final NDArray zeros(long length) {
        return manager.zeros(new Shape(length));
    }

    /** Weight and bias of a LayerNorm. */
    final NormWeights layerNorm(String at, long width) throws ModelException {
        return new NormWeights(normWeight(at + ".weight", width), stored(at + ".bias", width));
    }

    /** The weight of an RMS norm. */
    final NormWeights rmsNorm(String at, long width) throws ModelException {
        return new NormWeights(normWeight(at + ".weight", width), null);
    }

    final NDArray normWeight(String name, long width) throws ModelException {
        NDArray weight = readNormWeight(name, width);
        count += width;
        return weight;
    }

    /** Matrices stored side by side, [in, all outs]. */
    final List<NDArray> columns(String name, long in, long... outs) throws ModelException {
        return cut(stored(name, in, Arrays.stream(outs).sum()), 1, outs);
    }

    /** Matrices [out, in] stored one below the other, each as [in, out]. */
    final List<NDArray> linears(String name, long in, long... outs) throws ModelException {
        return cut(stored(name, Arrays.stream(outs).sum(), in), 0, outs).stream()
                .map(stored -> kept(stored::transpose, stored))
                .toList();
    }

    /** Vectors stored one behind the other. */
    final List<NDArray> parts(String name, long... lengths) throws ModelException {
        return cut(stored(name, Arrays.stream(lengths).sum()), 0, lengths);
    }

    /** What is fused along an axis, taken apart. */
    private static List<NDArray> cut(NDArray fused, int axis, long... lengths) {
        var split = new ArrayList<NDArray>();
        long from = 0;
        for (long length : lengths) {
            String part = ":, ".repeat(axis) + from + ":" + (from + length);
            split.add(kept(() -> fused.get(part).duplicate()));
            from += length;
        }
        fused.close();
        return split;
    }

    /**
     * Queries, keys and values stored [head, which, d_head, in], each as [in, head * d_head]; or their biases.
     *
     * @param in 0 for biases
     */
    final List<NDArray> interleaved(String name, long heads, long dHead, long in) throws ModelException {
        NDArray fused = in == 0 ? stored(name, 3 * heads * dHead) : stored(name, 3 * heads * dHead, in);
        var split = new ArrayList<NDArray>();
        for (int which = 0; which < 3; which++) {
            String part = ":, " + which;
            split.add(kept(() -> {
                NDArray one = fused.reshape(heads, 3, dHead, Math.max(1, in)).get(part);
                return in == 0
                        ? one.reshape(heads * dHead)
                        : one.reshape(heads * dHead, in).transpose();
            }));
        }
        fused.close();
        return split;
    }

    /** A matrix for each head, stored [head, in, d_head], as [in, head * d_head]. */
    final NDArray perHead(String name, long heads, long in, long dHead) throws ModelException {
        NDArray stored = stored(name, heads, in, dHead);
        return kept(() -> stored.transpose(1, 0, 2).reshape(in, heads * dHead), stored);
    }

    /** A tensor in another shape. */
    final NDArray reshaped(String name, long[] shape, long... other) throws ModelException {
        NDArray stored = stored(name, shape);
        return kept(() -> stored.reshape(new Shape(other)), stored);
    }

    /** What {@code work} makes, kept; what it makes in between is freed, and so are {@code used}. */
    static NDArray kept(Supplier<NDArray> work, NDArray... used) {
        NDArray result;
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = work.get();
            NDScope.unregister(result);
        }
        for (NDArray array : used) array.close();
        return result;
    }

    /** The weight of a norm, which random models have around 1. */
    NDArray readNormWeight(String name, long width) throws ModelException {
        return read(name, width);
    }

    /** Checks the shape before any memory is taken, so that a lying config.json cannot ask for too much. */
    NDArray read(String name, long... shape) throws ModelException {
        TensorInfo info = files.info(name);
        if (!Arrays.equals(info.shape(), shape)) {
            throw new ModelException(files.called(name) + " has the shape " + Arrays.toString(info.shape())
                    + ", but config.json asks for " + Arrays.toString(shape) + ".");
        }
        NDArray array = manager.create(new Shape(shape));
        files.read(name, Native.floats(array));
        requireNumbers(name, array);
        return array;
    }

    /** One NaN or infinity anywhere makes the sum NaN or infinite, so one pass over the memory is enough. */
    private void requireNumbers(String name, NDArray array) throws ModelException {
        try (NDArray sum = array.sum()) {
            if (Float.isFinite(sum.getFloat())) return;
        }
        throw new ModelException(files.called(name) + " holds values that are not numbers (NaN or infinite): the file"
                + " is damaged, or the training diverged.");
    }
}
