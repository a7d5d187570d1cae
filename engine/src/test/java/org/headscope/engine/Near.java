package org.headscope.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.headscope.engine.tensor.Tensor;

/** Compares tensors: 1e-4 absolute, or 1e-5 relative where values are large; infinities must agree exactly. */
public final class Near {
    private Near() {}

    public static void assertNear(Tensor expected, Tensor actual, String what) {
        assertNear(expected, actual, 1e-4, what);
    }

    public static void assertNear(Tensor expected, Tensor actual, double tolerance, String what) {
        assertArrayEquals(expected.shape(), actual.shape(), "shape of " + what);
        for (int i = 0; i < expected.size(); i++) {
            float e = expected.flat(i);
            float a = actual.flat(i);
            double allowed = Math.max(tolerance, 0.1 * tolerance * Math.abs(e));
            boolean near = Float.isInfinite(e) ? e == a : Math.abs(e - a) <= allowed;
            if (!near) fail(what + ": value " + i + " is " + a + " but should be " + e);
        }
    }

    /** Largest distance of any two values at the same place. */
    public static double distance(Tensor a, Tensor b) {
        double largest = 0;
        for (int i = 0; i < a.size(); i++) largest = Math.max(largest, Math.abs(a.flat(i) - b.flat(i)));
        return largest;
    }
}
