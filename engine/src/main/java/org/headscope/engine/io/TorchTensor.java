package org.headscope.engine.io;

import java.util.Arrays;
import java.util.List;
import org.headscope.engine.io.PickleValue.Sequence;
import org.headscope.engine.io.PickleValue.TensorView;
import org.headscope.engine.io.PickleValue.Whole;

/**
 * A tensor of a PyTorch file, checked against the bytes of its storage.
 *
 * @param info where it reaches from and to in the file
 * @param strides how many values apart the neighbours along each axis lie
 */
record TorchTensor(TensorInfo info, long[] strides) {
    private static final int MOST_AXES = 16;

    /** A tensor may repeat its stored numbers, as an expanded one does, up to this many values. */
    private static final long MOST_REPEATED = 1 << 20;

    /** @param record the bytes of the storage */
    static TorchTensor of(String called, String name, TensorView view, TorchArchive.Record record)
            throws ModelException {
        long stored = view.storage().count();
        DType dtype = view.storage().dtype();
        if (stored < 0 || stored > record.size() / dtype.bytes() || stored * dtype.bytes() != record.size()) {
            throw new ModelException(called + " lies in a storage of " + stored + " numbers of type " + dtype
                    + ", but the record " + Quoted.name(record.name()) + " has " + record.size() + " bytes.");
        }
        long[] shape = numbers(called, view.shape());
        long[] strides = numbers(called, view.strides());
        if (shape.length != strides.length) {
            throw new ModelException(called + " has " + shape.length + " axes, but " + strides.length + " strides.");
        }
        try {
            long count = product(shape);
            long first = view.offset();
            long last = count == 0 ? first - 1 : last(first, shape, strides);
            if (first < 0 || last >= stored) {
                throw new ModelException(called + " reaches from number " + first + " to " + last
                        + " of its storage, which has only " + stored + ": the file is damaged.");
            }
            if (count > stored && count > MOST_REPEATED) {
                throw new ModelException(called + " has the shape " + Arrays.toString(shape) + ", but only " + stored
                        + " numbers are stored for it.");
            }
            long begin = record.begin() + first * dtype.bytes();
            long end = record.begin() + (last + 1) * dtype.bytes();
            return new TorchTensor(new TensorInfo(name, dtype, shape, begin, end), strides);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    called + " has the impossibly large shape " + Arrays.toString(shape) + " or strides "
                            + Arrays.toString(strides) + ".",
                    e);
        }
    }

    private static long[] numbers(String called, Sequence sequence) throws ModelException {
        List<PickleValue> items = sequence.items();
        if (items.size() > MOST_AXES) {
            throw new ModelException(
                    called + " has " + items.size() + " axes, and " + MOST_AXES + " is the most that is allowed.");
        }
        var numbers = new long[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(items.get(i) instanceof Whole number)) {
                throw new ModelException(called + " has a shape or strides that are not whole numbers.");
            }
            if (number.value() < 0) {
                throw new ModelException(
                        called + " has the negative number " + number.value() + " in its shape or strides.");
            }
            numbers[i] = number.value();
        }
        return numbers;
    }

    private static long product(long[] shape) {
        long product = 1;
        for (long length : shape) {
            product = Math.multiplyExact(product, length);
        }
        return product;
    }

    private static long last(long first, long[] shape, long[] strides) {
        long last = first;
        for (int axis = 0; axis < shape.length; axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
        }
        return last;
    }

    /** Whether the values lie in the file in the order of a row-major array, without gaps. */
    boolean isContiguous() {
        long[] shape = info.shape();
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != expected) {
                return info.count() == 0;
            }
            expected *= shape[axis];
        }
        return true;
    }

    /** Where value number {@code index} in row-major order lies, counted in values from the first. */
    long place(long index, long[] shape) {
        long place = 0;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place += index % shape[axis] * strides[axis];
            index /= shape[axis];
        }
        return place;
    }
}
