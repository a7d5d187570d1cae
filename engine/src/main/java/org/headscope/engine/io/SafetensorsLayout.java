package org.headscope.engine.io;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Checks that the tensors of a header lie in the data without gap or overlap, each as large as its shape says. */
final class SafetensorsLayout {
    private SafetensorsLayout() {}

    static void check(String file, Map<String, TensorInfo> tensors, long dataBytes) throws ModelException {
        for (TensorInfo tensor : tensors.values()) {
            checkOne(file, tensor, dataBytes);
        }
        List<TensorInfo> inOrder = tensors.values().stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end))
                .toList();
        long covered = 0;
        TensorInfo before = null;
        for (TensorInfo tensor : inOrder) {
            if (tensor.begin() < covered) {
                throw new ModelException(file + ": tensors " + Quoted.name(before.name()) + " and "
                        + Quoted.name(tensor.name()) + " overlap: both claim byte " + tensor.begin() + " of the data.");
            }
            if (tensor.begin() > covered) {
                throw new ModelException(file + ": no tensor claims bytes " + covered + " to " + tensor.begin()
                        + " of the data, which lie before tensor " + Quoted.name(tensor.name()) + ".");
            }
            covered = tensor.end();
            before = tensor;
        }
        if (covered < dataBytes) {
            throw new ModelException(file + " has " + (dataBytes - covered)
                    + " bytes at its end that belong to no tensor; it may be damaged.");
        }
    }

    private static void checkOne(String file, TensorInfo tensor, long dataBytes) throws ModelException {
        String named = file + ": tensor " + Quoted.name(tensor.name());
        if (tensor.begin() > tensor.end()) {
            throw new ModelException(
                    named + " begins at byte " + tensor.begin() + ", behind its end at byte " + tensor.end() + ".");
        }
        if (tensor.end() > dataBytes) {
            throw new ModelException(named + " should end at byte " + tensor.end() + " of the data, but there are only "
                    + dataBytes + " bytes: the file is cut off or damaged; download it again.");
        }
        long needed;
        try {
            needed = tensor.dtype().bytes();
            for (long length : tensor.shape()) {
                needed = Math.multiplyExact(needed, length);
            }
        } catch (ArithmeticException e) {
            throw new ModelException(
                    named + " has the impossibly large shape " + Arrays.toString(tensor.shape()) + ".", e);
        }
        if (needed != tensor.end() - tensor.begin()) {
            throw new ModelException(named + " has shape " + Arrays.toString(tensor.shape()) + " and dtype "
                    + tensor.dtype() + ", which takes " + needed + " bytes, but the header gives it "
                    + (tensor.end() - tensor.begin()) + ".");
        }
    }
}
