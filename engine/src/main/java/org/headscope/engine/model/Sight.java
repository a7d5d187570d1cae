package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/**
 * Which keys queries see.
 *
 * @param mask what is added to scores, [batch or 1, head or 1,
 *     pos, key]; -infinity for what is not seen, and the distance with ALiBi
 * @param floor 0 for queries that see nothing, -infinity for others, [batch, 1, pos, 1]; null if every query sees something
 * @param seeing 0 for queries that see nothing, 1 for others, like floor
 */
record Sight(NDArray mask, NDArray floor, NDArray seeing) {
    /** What queries see by scores [batch, head, pos, key] that were changed after masking. */
    static Sight of(NDArray scores) {
        NDArray blind = scores.max(new int[] {-1}, true).eq(Float.NEGATIVE_INFINITY);
        NDArray seeing = blind.logicalNot().toType(DataType.FLOAT32, false);
        NDArray floor =
                NDArrays.where(blind, seeing.zerosLike(), seeing.zerosLike().sub(Float.POSITIVE_INFINITY));
        return new Sight(null, floor, seeing);
    }

    /** The softmax of masked scores [batch, head, pos, key] over keys, 0 for queries that see nothing. */
    NDArray pattern(NDArray scores) {
        // a row of -infinity has no softmax and no gradient, so it is lifted out and wiped afterwards
        return floor == null
                ? scores.softmax(-1)
                : scores.maximum(floor).softmax(-1).mul(seeing);
    }
}
