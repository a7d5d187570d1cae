package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorInfo;
import org.headscope.engine.io.TensorSource;

/** Reads tensors of checked shape from a checkpoint straight into native float32 memory. */
record WeightReader(TensorSource files, NDManager manager) {
    boolean has(String name) {
        return files.names().contains(name);
    }

    NDArray matrix(String name, long rows, long columns) throws ModelException {
        return read(name, rows, columns);
    }

    NDArray vector(String name, long length) throws ModelException {
        return read(name, length);
    }

    /**
     * A matrix whose columns are several matrices side by side, taken apart.
     *
     * @param rows 1 for a vector
     */
    List<NDArray> columns(String name, long rows, int parts, int width) throws ModelException {
        long all = (long) parts * width;
        try (NDArray fused = rows == 1 ? read(name, all) : read(name, rows, all)) {
            var split = new ArrayList<NDArray>();
            for (int part = 0; part < parts; part++) {
                String columns = part * width + ":" + (part + 1) * width;
                try (NDArray view = fused.get(rows == 1 ? columns : ":, " + columns)) {
                    split.add(view.duplicate());
                }
            }
            return split;
        }
    }

    /** Checks the shape before any memory is taken, so that a lying config.json cannot ask for too much. */
    private NDArray read(String name, long... shape) throws ModelException {
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
