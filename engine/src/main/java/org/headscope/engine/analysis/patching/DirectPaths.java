package org.headscope.engine.analysis.patching;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.FrozenNorm;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.tensor.Tensor;

/**
 * What leads from heads straight to the heads above them, through the residual stream alone. Norms are taken as the linear maps
 * that they are with the scales of the base run.
 *
 * @param base must hold {@link #baseWith}
 * @param donor must hold {@code z} of the senders
 */
record DirectPaths(Model model, Activations base, Activations donor) {
    /** What the base run must keep, and some hook points more. */
    static NameFilter baseWith(String... more) {
        return NameFilter.of(Stream.concat(
                        Stream.of("*.attn.hook_z", "*.hook_resid_pre", "*.ln1.hook_scale", "*.ln1_post.hook_scale"),
                        Stream.of(more))
                .toList());
    }

    /** How what the heads of a layer write differs in the donor, [head, batch, pos, d_model]. */
    Tensor sent(int layer) {
        Tensor ours = base.get("z", layer);
        Tensor theirs = donor.get("z", layer);
        var difference = new float[ours.size()];
        for (int i = 0; i < difference.length; i++) difference[i] = theirs.flat(i) - ours.flat(i);
        Map<String, Tensor> values = new HashMap<>();
        values.put(HookName.of("z", layer), Tensor.of(difference, ours.shape()));
        String behind = HookName.of("scale", layer, "ln1_post");
        if (base.has(behind)) values.put(behind, base.get(behind));
        return HeadResults.ofLayer(new ActivationCache(model, Activations.of(values)), layer, PosSlice.ALL);
    }

    /** The norm through which the heads of a layer read. */
    FrozenNorm norm(int layer) {
        return FrozenNorm.reading(ResidPoint.before(layer), new ActivationCache(model, base), PosSlice.ALL);
    }

    /**
     * The matrices of queries, keys or values, [head, d_model, d_head].
     *
     * @param input {@code q}, {@code k} or {@code v}
     */
    Factor weight(String input, int layer) {
        boolean shared = model.config().attention().grouped() && !input.equals("q");
        return Factor.of(HookName.block(layer, "attn." + (shared ? "_W_" : "W_") + input.toUpperCase(Locale.ROOT)));
    }
}
