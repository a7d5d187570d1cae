package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Turns queries and keys by the angles of their positions (interpretability.md A.5, rotary). */
final class Rotation {
    private final int dim;
    private final boolean adjacentPairs;
    /** [batch or 1, pos, 1, dim / 2], like sin. */
    private final NDArray cos;

    private final NDArray sin;

    /** @param positions [batch or 1][pos]; arrays are owned by {@code manager} */
    Rotation(NDManager manager, PositionConfig.Rotary rotary, Frequencies frequencies, int[][] positions) {
        this.dim = rotary.dim();
        this.adjacentPairs = rotary.adjacentPairs();
        int pairs = dim / 2;
        float[] steps = frequencies.of(pairs);
        int count = positions[0].length;
        var cosines = new float[positions.length * count * pairs];
        var sines = new float[cosines.length];
        for (int batch = 0, at = 0; batch < positions.length; batch++) {
            for (int position : positions[batch]) {
                for (int i = 0; i < pairs; i++, at++) {
                    float angle = position * steps[i];
                    cosines[at] = (float) Math.cos(angle);
                    sines[at] = (float) Math.sin(angle);
                }
            }
        }
        cos = manager.create(cosines, new Shape(positions.length, count, 1, pairs));
        sin = manager.create(sines, new Shape(positions.length, count, 1, pairs));
    }

    /** @param x [batch, pos, head, d_head] */
    NDArray apply(NDArray x) {
        NDArray a = adjacentPairs ? slice(x, 0, dim, 2) : slice(x, 0, dim / 2, 1);
        NDArray b = adjacentPairs ? slice(x, 1, dim, 2) : slice(x, dim / 2, dim, 1);
        NDArray turnedA = a.mul(cos).subi(b.mul(sin));
        NDArray turnedB = b.mul(cos).addi(a.mul(sin));
        NDArray turned = adjacentPairs
                ? NDArrays.stack(new NDList(turnedA, turnedB), -1).reshape(prefix(x, dim))
                : turnedA.concat(turnedB, -1);
        long width = x.getShape().get(3);
        return dim == width ? turned : turned.concat(slice(x, dim, width, 1), -1);
    }

    private static NDArray slice(NDArray x, long from, long to, long step) {
        return x.get(new NDIndex().addEllipseDim().addSliceDim(from, to, step));
    }

    private static Shape prefix(NDArray x, int last) {
        Shape shape = x.getShape();
        return new Shape(shape.get(0), shape.get(1), shape.get(2), last);
    }
}
