package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.run.Activations;
import org.headscope.engine.tensor.Tensor;

/**
 * What replacing the output of heads does to the loss of each next token of a prompt (interpretability.md E.5), read from one run
 * of it: directly, with all else as it was; in total, given the residual stream of a run with the head replaced; and indirectly,
 * the total without the direct change. The final norm divides by the scale of the run, and so does a norm behind attention, so
 * that the changes of the logits add up (before a soft cap on them, in models that have one). What it says of a head that
 * does not depend on the prompt is kept in native memory, if it is not too much: close it.
 */
public final class HeadReadout implements AutoCloseable {
    /** The most native memory that is kept from prompt to prompt where nothing else is asked for. */
    private static final long MOST_BYTES = 256L << 20;

    private final Model model;
    private final String end;
    private final boolean keeps;

    /** What a head's z says as logits, W_O W_U [d_head, d_vocab], by layer and head; used on the engine thread only. */
    private final Map<List<Integer>, NDArray> kept = new HashMap<>();

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

    public HeadReadout(Model model) {
        this(model, MOST_BYTES);
    }

    /** @param mostBytes the most native memory that is kept from prompt to prompt; what takes more is computed anew for each */
    public HeadReadout(Model model, long mostBytes) {
        ModelConfig config = model.config();
        this.model = model;
        this.end = end(config);
        long heads = (long) config.nLayers() * config.nHeads();
        this.keeps = heads * config.dHead() * config.dVocab() * Float.BYTES <= mostBytes;
    }

    /** The hook points whose values a run must keep. */
    public static NameFilter needs(ModelConfig config) {
        return NameFilter.of("*.attn.hook_z", "*.ln1_post.hook_scale", HookName.FINAL_SCALE, end(config));
    }

    private static String end(ModelConfig config) {
        return HookName.of("resid_post", config.nLayers() - 1);
    }

    /**
     * The effects of some heads of a layer, each alone.
     *
     * @param run of these tokens alone, which kept what {@link #needs} says
     */
    public List<LossChanges> of(int[] tokens, Activations run, int layer, List<Change> changes) {
        return model.compute(parts -> {
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return new Reading(parts.weights(), tokens, run, layer).of(changes);
            }
        });
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        try {
            model.compute(_ -> {
                kept.values().forEach(NDArray::close);
                kept.clear();
                return null;
            });
        } catch (CancellationException e) {
            // the model was closed, and its memory with it
            kept.clear();
        }
    }

    /** One reading, on the engine thread. The last position predicts nothing and is left out. */
    private final class Reading {
        private final ModelConfig config = model.config();
        private final Weights weights;
        private final NDManager manager;
        private final BlockWeights block;
        private final int[] tokens;
        private final Activations run;
        private final int layer;
        private final NDArray before;
        private final NDArray scale;
        private final NDArray targets;
        private final NDArray logits;
        private final float[] loss;

        Reading(Weights weights, int[] tokens, Activations run, int layer) {
            this.weights = weights;
            this.tokens = tokens;
            this.run = run;
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
            if (block.ln1Post() != null) {
                z = z.div(array(
                        run.get(HookName.block(layer, "ln1_post.hook_scale")).at(0)));
            }
            NDArray left = scaled(z);
            long rows = left.getShape().get(0);
            boolean readFirst = config.dHead() * (rows + config.dModel()) < rows * config.dModel();
            if (keeps || readFirst) return left.matMul(read(change.head()));
            return left.matMul(written(change.head())).matMul(weights.wU());
        }

        /** What the head's z says as logits. */
        private NDArray read(int head) {
            NDArray known = kept.get(List.of(layer, head));
            if (known != null) return known;
            NDArray read = written(head).matMul(weights.wU());
            if (keeps) {
                NDScope.unregister(read);
                kept.put(List.of(layer, head), read);
            }
            return read;
        }

        /** What the head's z writes, as the final norm passes it on but for the scales. */
        private NDArray written(int head) {
            NDArray out = block.attention().wO().get(new NDIndex("{}:{}", row(head), row(head + 1)));
            return linear(
                    block.ln1Post() == null ? out : out.mul(block.ln1Post().w()));
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
