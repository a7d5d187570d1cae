package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.model.AttentionLayer.Projections;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Edit;
import org.headscope.engine.tensor.Tensor;

/**
 * Computes what some changes reach and nothing else; all the rest is taken from the run that is changed. The positions of all
 * copies lie one after the other and go through the matrices of a layer together; what attention looks at is put together from them
 * and from that run. Leaves no native memory behind.
 */
final class ConePass {
    private final ModelConfig config;
    private final Weights weights;
    private final NDManager manager;
    private final Cone cone;
    private final Activations base;
    private final ConeHooks hooks;
    private final OptionalHooks optional;
    private final Runnable betweenLayers;
    private final Map<Layout, PositionTables> tables = new HashMap<>();
    private final Map<List<Layout>, List<Look>> looks = new HashMap<>();
    private final Map<Span, Sights> sights = new HashMap<>();

    /**
     * @param base the values that {@link #needs} names, of the run that is changed
     * @param common the changes of that run
     * @param changes those of the copies
     * @param betweenLayers called before each layer; may throw to cancel
     */
    ConePass(
            LoadedModel model,
            ModelConfig config,
            Cone cone,
            Activations base,
            OptionalHooks optional,
            List<Edit> common,
            List<Edit> changes,
            Runnable betweenLayers) {
        this.config = config;
        this.weights = model.weights();
        this.manager = weights.manager();
        this.cone = cone;
        this.base = base;
        this.optional = optional;
        this.hooks = new ConeHooks(manager, common, changes);
        this.betweenLayers = betweenLayers;
    }

    /** The hook points of the run that is changed whose values a pass takes over. */
    static List<String> needs(ModelConfig config, int layer, Entry entry) {
        var names = new ArrayList<String>();
        int nLayers = config.nLayers();
        if (layer == nLayers) return List.of(HookName.of("resid_post", nLayers - 1));
        if (entry == Entry.PROJECTIONS) for (String x : List.of("q", "k", "v")) names.add(HookName.of(x, layer));
        if (entry == Entry.HEADS) names.add(HookName.of("z", layer));
        if (entry == Entry.WRITTEN || entry == Entry.OUTPUT) names.add(HookName.block(layer, "hook_attn_out"));
        boolean apart = entry == Entry.OUTPUT || config.parallel() && entry == Entry.HEADS;
        if (apart && config.hasMlp()) names.add(HookName.block(layer, "hook_mlp_out"));
        for (int above = layer; above < nLayers; above++) {
            names.add(HookName.block(above, "hook_resid_pre"));
            names.add(config.queryHook(above));
            names.add(config.keyHook(above));
            names.add(HookName.of("v", above));
        }
        return names;
    }

    /** The logits of the positions that are read and reached, [row, d_vocab], laid out as {@link Cone#last}. */
    Tensor run() {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Transformer transformer = transformer();
            NDArray logits = transformer.unembed(residual(transformer));
            return Native.toTensor(logits.reshape(cone.last().rows(), config.dVocab()));
        }
    }

    /** The residual stream behind the last block at the same positions, [row, d_model]. */
    Tensor runToResidual() {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray residual = residual(transformer());
            return Native.toTensor(residual.reshape(cone.last().rows(), config.dModel()));
        }
    }

    private Transformer transformer() {
        return new Transformer(config, weights, optional, hooks);
    }

    private NDArray residual(Transformer transformer) {
        for (int layer = cone.layer(); layer < config.nLayers(); layer++) prepare(layer);
        NDArray residual = null;
        for (int layer = cone.layer(); layer < config.nLayers(); layer++) {
            betweenLayers.run();
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                residual = block(transformer, layer, residual);
                NDScope.unregister(residual);
            }
            NDScope.register(residual);
        }
        betweenLayers.run();
        Layout last = cone.last();
        if (residual == null) residual = rows(last, HookName.of("resid_post", config.nLayers() - 1));
        hooks.lieAs(last);
        return residual;
    }

    /** Masks, rotations and choices of rows that a layer needs, made once for all layers that need the same. */
    private void prepare(int layer) {
        if (cone.entry(layer).compareTo(Entry.PROJECTIONS) > 0) return;
        Layout out = cone.out(layer);
        tables.computeIfAbsent(cone.in(layer), in -> new PositionTables(manager, config, in.positions()));
        List<Look> ways =
                looks.computeIfAbsent(List.of(cone.in(layer), out), _ -> Look.of(manager, cone, cone.in(layer), out));
        for (Look look : ways) {
            sights.computeIfAbsent(look.queries(), span -> new Sights(manager, config, span, cone.length()));
        }
    }

    /** One block; the residual stream is null in the first one. */
    private NDArray block(Transformer transformer, int layer, NDArray residual) {
        Entry entry = cone.entry(layer);
        Layout in = cone.in(layer);
        Layout out = cone.out(layer);
        String input = HookName.block(layer, "hook_resid_pre");
        if (entry.compareTo(Entry.PROJECTIONS) > 0) return secondHalf(transformer, layer, entry, rows(out, input), out);

        hooks.lieAs(in);
        Projections x;
        if (entry == Entry.INPUT) {
            residual = hooks.fire(input, residual == null ? rows(in, input) : residual);
            x = transformer.attention().project(layer, residual, tables.get(in));
        } else {
            x = new Projections(
                    rows(in, HookName.of("q", layer)),
                    rows(in, HookName.of("k", layer)),
                    rows(in, HookName.of("v", layer)));
        }
        NDArray z = look(transformer, layer, transformer.attention().placed(layer, x, tables.get(in)), in, out);
        hooks.lieAs(out);
        NDArray written = transformer.written(layer, z);
        NDArray behind = entry == Entry.INPUT ? rows(residual, in, out, input) : rows(out, input);
        return transformer.mlp(layer, behind, written);
    }

    /** A block of which attention has read already. */
    private NDArray secondHalf(Transformer transformer, int layer, Entry entry, NDArray residual, Layout out) {
        hooks.lieAs(out);
        NDArray written = entry == Entry.HEADS
                ? transformer.written(layer, rows(out, HookName.of("z", layer)))
                : rows(out, HookName.block(layer, "hook_attn_out"));
        boolean known = entry == Entry.OUTPUT || entry == Entry.HEADS && config.parallel() && config.hasMlp();
        if (!known) return transformer.mlp(layer, residual, written);
        NDArray after = residual.add(hooks.fire(HookName.block(layer, "hook_attn_out"), written));
        if (config.hasResidMid()) after = hooks.fire(HookName.block(layer, "hook_resid_mid"), after);
        return transformer.output(layer, after, rows(out, HookName.block(layer, "hook_mlp_out")));
    }

    /** What the heads read at the positions of {@code out}, [1, row, head, d_head]. */
    private NDArray look(Transformer transformer, int layer, Projections x, Layout in, Layout out) {
        NDArray queries = table(config.queryHook(layer), x.q());
        NDArray keys = table(config.keyHook(layer), x.k());
        NDArray values = table(HookName.of("v", layer), x.v());
        List<Look> ways = looks.get(List.of(in, out));
        var read = new NDList();
        for (Look look : ways) {
            hooks.lookAs(look);
            var here = new Projections(look.queries(queries), look.everyPosition(keys), look.everyPosition(values));
            Sight sight = sights.get(look.queries()).of(layer);
            read.add(flat(transformer.attention().look(layer, here, sight)));
        }
        NDArray all = read.size() == 1 ? read.getFirst() : NDArrays.concat(read, 0);
        boolean inOrder = all.getShape().get(0) == out.rows() && ways.size() == 1;
        return (inOrder ? all : all.get(manager.create(Look.order(ways, out)))).expandDims(0);
    }

    /** The rows of the run that is changed, those of all its prompts one after the other, and behind them those computed. */
    private NDArray table(String name, NDArray computed) {
        return flat(base(name)).concat(computed.squeeze(0), 0);
    }

    /** Some positions of every copy as they are in the run that is changed, [1, row, ...]. */
    private NDArray rows(Layout layout, String name) {
        long[] rows = layout.parts().stream()
                .flatMapToLong(part -> cone.rows(new Layout.Part(part.segment(), new Span(0, 0), 0), part.span()))
                .toArray();
        return flat(base(name)).get(manager.create(rows)).expandDims(0);
    }

    /** The positions that are wanted: those of them that were computed, and the others from the run that is changed. */
    private NDArray rows(NDArray computed, Layout have, Layout want, String name) {
        if (have.equals(want)) return computed;
        long[] rows = IntStream.range(0, want.parts().size())
                .boxed()
                .flatMapToLong(
                        i -> cone.rows(have.parts().get(i), want.parts().get(i).span()))
                .toArray();
        return table(name, computed).get(manager.create(rows)).expandDims(0);
    }

    private NDArray base(String name) {
        return Native.toArray(manager, base.get(name));
    }

    /** [copy, pos, ...] -> [copy * pos, ...]. */
    private static NDArray flat(NDArray copies) {
        long[] shape = copies.getShape().getShape();
        var merged = new long[shape.length - 1];
        merged[0] = shape[0] * shape[1];
        System.arraycopy(shape, 2, merged, 1, merged.length - 1);
        return copies.reshape(new Shape(merged));
    }
}
