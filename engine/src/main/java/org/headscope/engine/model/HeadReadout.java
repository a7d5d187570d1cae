package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.run.Activations;
import org.headscope.engine.tensor.Tensor;

/**
 * What replacing the output of heads does to the loss of each next token of a prompt (interpretability.md E.5), read from one run
 * of it: directly, with all else as it was; in total, given the residual stream of a run with the head replaced; and indirectly,
 * the total without the direct change. The final norm divides by the scale of the run, and so does a norm behind attention, so
 * that the changes of the logits add up (before a soft cap on them, in models that have one).
 */
public final class HeadReadout {
    private final Model model;
    private final int[] tokens;
    private final Activations run;
    private final String end;

    /**
     * A head that is replaced.
     *
     * @param z what it reads instead, [pos, d_head]
     * @param residual what a run with that ends in, [pos, d_model], or null where only the direct effect is wanted
     */
    public record Change(int head, Tensor z, Tensor residual) {}

    /**
     * Loss with an effect minus loss without, in nats, positive where the head helps: [pos - 1], of the token after each position.
     *
     * @param total null where only the direct effect was wanted, like {@code indirect}
     */
    public record LossChanges(float[] direct, float[] total, float[] indirect) {}

    /** @param run of these tokens alone, which kept what {@link #needs} says */
    public HeadReadout(Model model, int[] tokens, Activations run) {
        this.model = model;
        this.tokens = tokens.clone();
        this.run = run;
        this.end = end(model.config());
    }

    /** The hook points whose values a run must keep. */
    public static NameFilter needs(ModelConfig config) {
        return NameFilter.of("*.attn.hook_z", "*.ln1_post.hook_scale", HookName.FINAL_SCALE, end(config));
    }

    private static String end(ModelConfig config) {
        return HookName.of("resid_post", config.nLayers() - 1);
    }

    /** The effects of some heads of a layer, each alone. */
    public List<LossChanges> of(int layer, List<Change> changes) {
        return model.compute(parts -> {
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return new Reading(parts.weights(), layer).of(changes);
            }
        });
    }

    /** One reading, on the engine thread. The last position predicts nothing and is left out. */
    private final class Reading {
        private final ModelConfig config = model.config();
        private final Weights weights;
        private final NDManager manager;
        private final BlockWeights block;
        private final int layer;
        private final NDArray before;
        private final NDArray scale;
        private final NDArray targets;
        private final NDArray logits;
        private final float[] loss;

        Reading(Weights weights, int layer) {
            this.weights = weights;
            this.manager = weights.manager();
            this.layer = layer;
            this.block = weights.blocks().get(layer);
            this.before = array(run.get(end).at(0));
            this.scale = config.norms().last() == NormKind.NONE
                    ? null
                    : array(run.get(HookName.FINAL_SCALE).at(0));
            long[] next =
                    Arrays.stream(tokens, 1, tokens.length).mapToLong(id -> id).toArray();
            this.targets = manager.create(next, new Shape(next.length, 1));
            NDArray normalized = scaled(linear(before));
            if (config.norms().last().hasParameters() && weights.lnFinal().b() != null) {
                normalized = normalized.add(weights.lnFinal().b());
            }
            this.logits = normalized.matMul(weights.wU()).addi(weights.bU());
            this.loss = loss(logits);
        }

        List<LossChanges> of(List<Change> changes) {
            var all = new ArrayList<LossChanges>();
            for (Change change : changes) {
                try (var scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    all.add(of(change));
                }
            }
            return all;
        }

        private LossChanges of(Change change) {
            NDArray direct = direct(change);
            float[] alone = change(logits.add(direct));
            if (change.residual() == null) return new LossChanges(alone, null, null);
            NDArray total = scaled(linear(array(change.residual()).sub(before))).matMul(weights.wU());
            return new LossChanges(
                    alone, change(logits.add(total)), change(total.subi(direct).addi(logits)));
        }

        /** What the head does not write any more, as logits: in the order that takes fewer multiplications. */
        private NDArray direct(Change change) {
            NDArray z = array(change.z()).sub(array(head(change.head())));
            NDArray out = block.attention().wO().get(new NDIndex("{}:{}", row(change.head()), row(change.head() + 1)));
            if (block.ln1Post() != null) {
                z = z.div(array(
                        run.get(HookName.block(layer, "ln1_post.hook_scale")).at(0)));
                out = out.mul(block.ln1Post().w());
            }
            NDArray left = scaled(z);
            NDArray right = linear(out);
            long rows = left.getShape().get(0);
            long width = config.dHead();
            boolean readFirst = width * (rows + config.dModel()) < rows * config.dModel();
            return readFirst
                    ? left.matMul(right.matMul(weights.wU()))
                    : left.matMul(right).matMul(weights.wU());
        }

        private long row(int head) {
            return (long) head * config.dHead();
        }

        /** [pos, d_head] */
        private Tensor head(int head) {
            return run.get("z", layer).at(0).slice(1, head, head + 1).reshape(tokens.length, config.dHead());
        }

        /** The positions that predict something, [pos - 1, ...]. */
        private NDArray array(Tensor ofEachPosition) {
            return Native.toArray(manager, ofEachPosition.slice(0, 0, tokens.length - 1));
        }

        private NDArray linear(NDArray x) {
            NormKind kind = config.norms().last();
            NDArray centred = NormLayer.centred(kind, x);
            return kind.hasParameters() ? centred.mul(weights.lnFinal().w()) : centred;
        }

        private NDArray scaled(NDArray x) {
            return scale == null ? x : x.div(scale);
        }

        private float[] change(NDArray changed) {
            float[] loss = loss(changed);
            for (int i = 0; i < loss.length; i++) loss[i] -= this.loss[i];
            return loss;
        }

        private float[] loss(NDArray raw) {
            double cap = config.outputSoftCap();
            NDArray capped = cap == 0 ? raw : raw.div(cap).tanh().mul(cap);
            float[] picked =
                    Native.toTensor(capped.logSoftmax(-1).gather(targets, 1)).toArray();
            for (int i = 0; i < picked.length; i++) picked[i] = -picked[i];
            return picked;
        }
    }
}
