package org.headscope.engine.model;

import java.util.List;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.tensor.Tensor;

/** A factor of a matrix product with parameters of a model, see {@link Model#product}. Its last two axes are the matrix. */
public sealed interface Factor {
    /** Numbers from outside the model. */
    record Given(Tensor values) implements Factor {}

    /** A parameter under its TransformerLens name. */
    record Parameter(String name) implements Factor {}

    /** A factor with its last two axes exchanged. */
    record Transposed(Factor of) implements Factor {}

    /** Some rows of a factor of two axes, in this order. */
    record Rows(Factor of, List<Integer> rows) implements Factor {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    static Factor of(Tensor values) {
        return new Given(values);
    }

    /** A parameter under its TransformerLens name, such as {@code unembed.W_U}; see {@link Model#parameter}. */
    static Factor of(String parameter) {
        return new Parameter(parameter);
    }

    /** W_O of a head, [1, d_head, d_model]. */
    static Factor output(int layer, int head) {
        return of(HookName.block(layer, "attn.W_O")).rows(List.of(head));
    }

    default Factor transposed() {
        return new Transposed(this);
    }

    default Factor rows(List<Integer> rows) {
        return new Rows(this, rows);
    }
}
