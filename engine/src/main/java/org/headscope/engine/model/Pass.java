package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.Reuse;
import org.headscope.engine.run.Rows;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.Trace;
import org.headscope.engine.tensor.Tensor;

/**
 * One run through the layers, from a request and what is taken over from an earlier run to a trace. Layers that are taken
 * over are computed only for the positions behind; where the first other layer starts, both are put together. Leaves no
 * native memory behind.
 */
final class Pass {
    private static final String LOGITS = "logits";
    private static final String LOG_SUM_EXP = "log_sum_exp";
    private static final int CHUNK = 16;

    private final ModelConfig config;
    private final Weights weights;
    private final RunRequest request;
    private final List<Edit> edits;
    private final Reuse reuse;
    private final Progress progress;
    private final int length;
    private final Tape tape;
    private final Map<String, Rows> kept = new LinkedHashMap<>();
    private final Map<Integer, PositionTables> tables = new HashMap<>();
    private int first;

    Pass(ModelConfig config, Weights weights, RunRequest request, List<Edit> edits, Reuse reuse, Progress progress) {
        this(config, weights, request, edits, reuse, progress, null);
    }

    /** @param tape writes down what is computed, and learns the logits; null for a pass that nothing is derived from */
    Pass(
            ModelConfig config,
            Weights weights,
            RunRequest request,
            List<Edit> edits,
            Reuse reuse,
            Progress progress,
            Tape tape) {
        this.config = config;
        this.weights = weights;
        this.request = request;
        this.edits = edits;
        this.reuse = reuse;
        this.progress = progress;
        this.length = request.tokens()[0].length;
        this.tape = tape;
    }

    /** What a pass leaves: a trace, whose logits are null if it stopped early, and the residual stream where it stopped. */
    record Outcome(Trace trace, Tensor residual) {}

    Outcome run(int stopLayer, Predicate<String> wanted) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return run(weights.manager(), stopLayer, wanted);
        }
    }

    private Outcome run(NDManager manager, int stopLayer, Predicate<String> wanted) {
        var hooks = new RecordingHooks(manager, edits, request.codeHooks(), wanted, request.keepAt(), this::keep);
        Hooks fired = tape == null ? hooks : tape.over(hooks);
        var transformer = new Transformer(config, weights, request.optional(), fired);
        int nLayers = config.nLayers();

        first = reuse.positionsIn(0);
        hooks.startAt(first);
        NDArray residual = start(manager, transformer);
        for (int layer = request.startLayer(); layer < stopLayer; layer++) {
            progress.at(layer, nLayers + 1);
            residual = widen(manager, hooks, layer, residual);
            if (residual != null) residual = block(manager, transformer, layer, residual);
        }
        progress.at(stopLayer, nLayers + 1);
        if (stopLayer < nLayers) return new Outcome(trace(null, null), Native.toTensor(residual));

        residual = widen(manager, hooks, nLayers, residual);
        Rows logits;
        Rows logSumExp;
        if (residual == null) {
            logits = reuse.trace().logits().first(first);
            logSumExp = reuse.trace().logSumExp().first(first);
        } else {
            NDArray computed = transformer.unembed(residual);
            boolean isKept = config.outputSoftCap() == 0
                    && request.keepsEveryPosition()
                    && kept.containsKey(HookName.UNEMBED_OUT);
            logits = isKept ? kept.get(HookName.UNEMBED_OUT) : behind(Trace::logits, LOGITS, Native.toTensor(computed));
            logSumExp = behind(Trace::logSumExp, LOG_SUM_EXP, logSumExp(computed));
            if (tape != null) tape.read(computed, logits.tensor());
        }
        takeOver(wanted);
        progress.at(nLayers + 1, nLayers + 1);
        return new Outcome(trace(logits, logSumExp), null);
    }

    /** The residual stream the pass starts with, or null if it takes over all positions. */
    private NDArray start(NDManager manager, Transformer transformer) {
        if (request.residual() != null) return Native.toArray(manager, request.residual());
        if (first == length) return null;
        int batch = request.tokens().length;
        int[] ids = Arrays.stream(request.tokens())
                .flatMapToInt(row -> Arrays.stream(row, first, length))
                .toArray();
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        return transformer.embed(manager.create(wide, new Shape(batch, length - first)), tables(manager));
    }

    /** One block in a scope of its own, so that the values in between are held for one layer at a time. */
    private NDArray block(NDManager manager, Transformer transformer, int layer, NDArray residual) {
        PositionTables positions = tables(manager);
        NDArray after;
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            after = transformer.block(layer, residual, past(manager, layer), positions);
            NDScope.unregister(after);
        }
        NDScope.register(after);
        return after;
    }

    /** Masks and rotations of the positions that are computed now. */
    private PositionTables tables(NDManager manager) {
        return tables.computeIfAbsent(
                first, from -> new PositionTables(manager, config, from, length - from, request.padding()));
    }

    /** At the first layer that is not taken over, puts the residual stream of the positions taken over in front. */
    private NDArray widen(NDManager manager, RecordingHooks hooks, int layer, NDArray residual) {
        if (first == 0 || layer < reuse.layers()) return residual;
        // not the input as it was read, which interventions of this layer may have changed
        NDArray front =
                Native.toArray(manager, reuse.trace().rows().get(HookName.block(layer - 1, "hook_resid_post")), first);
        first = 0;
        hooks.startAt(0);
        return residual == null ? front : front.concat(residual, 1);
    }

    private Past past(NDManager manager, int layer) {
        if (first == 0) return null;
        Map<String, Rows> rows = reuse.trace().rows();
        return new Past(manager, first, rows.get(config.keyHook(layer)), rows.get(HookName.of("v", layer)));
    }

    /** [batch, pos] from logits [batch, pos, d_vocab], a few positions at a time, because each takes as much memory again. */
    private static Tensor logSumExp(NDArray logits) {
        Shape shape = logits.getShape();
        int rows = Math.toIntExact(shape.get(0) * shape.get(1));
        NDArray flat = logits.reshape(rows, shape.get(2));
        var result = new float[rows];
        for (int from = 0; from < rows; from += CHUNK) {
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                int to = Math.min(rows, from + CHUNK);
                NDArray chunk = flat.get(new NDIndex().addSliceDim(from, to));
                // log-softmax subtracts the same from every logit of a position
                NDIndex firstToken = new NDIndex().addAllDim().addIndices(0);
                NDArray sums = chunk.get(firstToken).sub(chunk.logSoftmax(-1).get(firstToken));
                Native.floats(sums).get(result, from, to - from);
            }
        }
        return Tensor.of(result, (int) shape.get(0), (int) shape.get(1));
    }

    private void keep(String name, Tensor value) {
        if (!request.keepsEveryPosition()) {
            kept.put(name, Rows.fixed(Slices.read(name, value, request.keepAt())));
            return;
        }
        kept.put(name, behind(trace -> trace.rows().get(name), name, value));
    }

    /** The values computed in this pass, behind those of the positions that are taken over. */
    private Rows behind(Function<Trace, Rows> earlier, String name, Tensor computed) {
        Rows rows = Rows.of(name, computed, first);
        return first == 0 ? rows : earlier.apply(reuse.trace()).first(first).then(rows);
    }

    /** Values of layers that needed no computing at all, because every position is taken over. */
    private void takeOver(Predicate<String> wanted) {
        if (reuse.positions() < length) return;
        reuse.trace().rows().forEach((name, rows) -> {
            if (wanted.test(name) && !kept.containsKey(name)) kept.put(name, rows.first(length));
        });
    }

    private Trace trace(Rows logits, Rows logSumExp) {
        var ordered = new LinkedHashMap<String, Rows>();
        HookCatalogue.of(config, request.optional()).forEach(name -> {
            if (kept.containsKey(name)) ordered.put(name, kept.get(name));
        });
        return new Trace(request.tokens()[0].clone(), edits, request.optional(), ordered, logits, logSumExp);
    }
}
