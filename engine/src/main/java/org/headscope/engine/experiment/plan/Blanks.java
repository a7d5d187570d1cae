package org.headscope.engine.experiment.plan;

import org.headscope.engine.hook.HookName;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.tensor.Tensor;

/**
 * Leaves no numbers where a batch only has padding.
 *
 * @param padding null where every place holds a token
 */
record Blanks(PaddingMask padding) {
    /** A value as a hook point has it, NaN at places, queries and keys that are padding. */
    Tensor of(String hook, Tensor value) {
        if (padding == null) return value;
        float[] data = value.toArray();
        boolean attention = HookName.isAttention(hook);
        int heads = attention ? value.size(1) : 1;
        int keys = attention ? value.size(3) : 1;
        int width = data.length / (padding.rows() * heads * padding.width() * keys);
        for (int i = 0; i < data.length; i++) {
            int key = i / width % keys;
            int place = i / width / keys % padding.width();
            int row = i / width / keys / padding.width() / heads;
            boolean token = padding.isToken(row, place) && (!attention || padding.isToken(row, key));
            if (!token) data[i] = Float.NaN;
        }
        return Tensor.of(data, value.shape());
    }
}
