package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.model.AttentionLayer.Projections;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Edit;
import org.headscope.engine.tensor.Tensor;

/**
 * Computes what some changes reach and nothing else; all the rest is taken from the run that is changed. The positions of all
 * copies lie one after the other and go through the matrices of a layer together; only attention looks at each segment by itself.
 * Leaves no native memory behind.
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
            return compute();
        }
    }

    private Tensor compute() {
        var transformer = new Transformer(config, weights, optional, hooks);
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
        NDArray logits = transformer.unembed(residual);
        return Native.toTensor(logits.reshape(last.rows(), config.dVocab()));
    }

    /** Masks and rotations that a layer needs, made once for all layers that need the same. */
    private void prepare(int layer) {
        if (cone.entry(layer).compareTo(Entry.PROJECTIONS) > 0) return;
        tables.computeIfAbsent(cone.in(layer), in -> new PositionTables(manager, config, in.positions()));
        for (Layout.Part part : cone.out(layer).parts()) {
            sights.computeIfAbsent(part.span(), span -> new Sights(manager, config, span, cone.length()));
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

    /** What the heads of each segment read, [1, row, head, d_head]. */
    private NDArray look(Transformer transformer, int layer, Projections x, Layout in, Layout out) {
        NDArray queries = base(config.queryHook(layer));
        NDArray keys = base(config.keyHook(layer));
        NDArray values = base(HookName.of("v", layer));
        var read = new NDList();
        for (int i = 0; i < out.parts().size(); i++) {
            Layout.Part from = in.parts().get(i);
            Layout.Part part = out.parts().get(i);
            var seen = new Span(0, cone.length());
            hooks.lookAt(part);
            var here = new Projections(
                    copies(x.q(), from, part.span(), queries),
                    copies(x.k(), from, seen, keys),
                    copies(x.v(), from, seen, values));
            NDArray z = transformer
                    .attention()
                    .look(layer, here, sights.get(part.span()).of(layer));
            read.add(flat(z));
        }
        return joined(read, 0).expandDims(0);
    }

    /** Some positions of every copy as they are in the run that is changed, [1, row, ...]. */
    private NDArray rows(Layout layout, String name) {
        return rows(null, layout, layout, name);
    }

    /** The positions that are wanted: those of them that were computed, and the others from the run that is changed. */
    private NDArray rows(NDArray computed, Layout have, Layout want, String name) {
        if (computed != null && have.equals(want)) return computed;
        NDArray unchanged = base(name);
        var parts = new NDList();
        for (int i = 0; i < want.parts().size(); i++) {
            Layout.Part part = have.parts().get(i);
            parts.add(flat(
                    computed == null
                            ? unchanged(unchanged, part, part.span())
                            : copies(computed, part, want.parts().get(i).span(), unchanged)));
        }
        return joined(parts, 0).expandDims(0);
    }

    /** The same of one segment, [copy, pos, ...]. */
    private static NDArray copies(NDArray computed, Layout.Part have, Span want, NDArray unchanged) {
        Span span = have.span();
        var front = new Span(want.from(), Math.min(want.to(), span.from()));
        var middle = new Span(Math.max(want.from(), span.from()), Math.min(want.to(), span.to()));
        var back = new Span(Math.max(want.from(), span.to()), want.to());
        var pieces = new NDList();
        if (!front.isEmpty()) pieces.add(unchanged(unchanged, have, front));
        if (!middle.isEmpty()) {
            NDArray copies = ConeHooks.copies(computed, have);
            pieces.add(
                    middle.equals(span)
                            ? copies
                            : copies.get(new NDIndex()
                                    .addAllDim()
                                    .addSliceDim(middle.from() - span.from(), middle.to() - span.from())));
        }
        if (!back.isEmpty()) pieces.add(unchanged(unchanged, have, back));
        return joined(pieces, 1);
    }

    /** Positions of the prompt that a segment copies, once for each copy, without taking memory for it. */
    private static NDArray unchanged(NDArray value, Layout.Part part, Span span) {
        Segment segment = part.segment();
        NDArray once = value.get(
                new NDIndex().addSliceDim(segment.row(), segment.row() + 1).addSliceDim(span.from(), span.to()));
        long[] shape = once.getShape().getShape();
        shape[0] = segment.copies();
        return segment.copies() == 1 ? once : once.broadcast(new Shape(shape));
    }

    private NDArray base(String name) {
        return Native.toArray(manager, base.get(name));
    }

    private static NDArray joined(NDList pieces, int axis) {
        return pieces.size() == 1 ? pieces.getFirst() : NDArrays.concat(pieces, axis);
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
