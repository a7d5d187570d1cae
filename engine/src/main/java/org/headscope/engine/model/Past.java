package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import org.headscope.engine.run.Rows;

/**
 * Keys and values of the positions in front of those that are computed, as an earlier run left them.
 *
 * @param count how many positions
 * @param keys [batch, pos, kv_head, d_head] as attention reads them, rotated where they are; of these and the values the
 *     first {@code count} positions count
 */
record Past(NDManager manager, int count, Rows keys, Rows values) {
    /** Queries of the positions computed, with keys and values of all [batch, key, kv_head, d_head]. */
    AttentionLayer.Projections then(AttentionLayer.Projections computed) {
        return new AttentionLayer.Projections(computed.q(), join(keys, computed.k()), join(values, computed.v()));
    }

    private NDArray join(Rows front, NDArray computed) {
        if (computed.getShape().get(0) > 1)
            return Native.toArray(manager, front, count).concat(computed, 1);
        int rows = (int) computed.getShape().get(1);
        NDArray joined = Native.empty(manager, front.shape(count + rows));
        FloatBuffer memory = Native.floats(joined);
        front.copyTo(memory, count);
        memory.put(Native.floats(computed));
        return joined;
    }
}
