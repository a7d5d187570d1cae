package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What replacing a value does to the end of a run, taken apart (interpretability.md E.5). Total: all above the value runs again.
 * Direct: only what is added to the residual stream changes, everything above reads what it did. Indirect: the total without the
 * direct change. With the scale of the final norm frozen, the changes of the logits add up: direct + indirect = total.
 *
 * @param base the run without the replacement, with no interventions of its own
 * @param total what the run ends in with the total effect, direct and indirect likewise; each has logits and loss
 */
public record Effects(RunResult base, RunResult total, RunResult direct, RunResult indirect) {
    /** Which norms divide by the scale they have in the base. */
    public enum Frozen {
        NO_NORM,
        FINAL_NORM,
        /** Norms within blocks too, those of queries and keys among them. */
        EVERY_NORM
    }

    /**
     * @param held heads or other values above the change that stay as they are in the base, so that no effect goes through them
     */
    public record Options(Frozen frozen, List<Site> held) {
        public Options {
            held = List.copyOf(held);
        }

        public static Options of(Frozen frozen) {
            return new Options(frozen, List.of());
        }

        /** The same with no effect through some head or other value. */
        public Options without(Site... sites) {
            return new Options(
                    frozen, Stream.concat(held.stream(), Stream.of(sites)).toList());
        }
    }

    /** @param frozen whether the final norm divides by the scale of the base */
    public static Effects of(Model model, RunRequest request, Intervention change, boolean frozen, Progress progress)
            throws PromptException {
        return of(model, request, change, Options.of(frozen ? Frozen.FINAL_NORM : Frozen.NO_NORM), progress);
    }

    /**
     * @param request the run, without interventions
     * @param change replaces a value of heads ({@code z}), attn_out, MLP neurons ({@code post}) or mlp_out
     */
    public static Effects of(Model model, RunRequest request, Intervention change, Options options, Progress progress)
            throws PromptException {
        if (!request.interventions().isEmpty() || !request.codeHooks().isEmpty()) {
            throw new IllegalArgumentException("Effects are those in a run without interventions.");
        }
        int nLayers = model.config().nLayers();
        Site end = Site.of("resid_post", nLayers - 1);
        String scales = options.frozen() == Frozen.EVERY_NORM ? "*.hook_scale" : HookName.FINAL_SCALE;
        List<String> names = Stream.concat(
                        Stream.of(end.hookName(), scales, "*.attn.hook_z", "*.mlp.hook_post"),
                        options.held().stream().map(Site::hookName))
                .toList();
        RunResult base = model.run(request.keep(NameFilter.of(names)), progress);
        var free = new ArrayList<Intervention>();
        if (options.frozen() == Frozen.EVERY_NORM) free.addAll(norms(model, base.kept()));
        var alone = new ArrayList<>(free);
        for (int layer = 0; layer < nLayers; layer++) {
            alone.add(Patch.from(base.kept(), Site.of("z", layer), "the base"));
            if (model.config().hasMlp()) alone.add(Patch.from(base.kept(), Site.of("post", layer), "the base"));
        }
        for (Site site : options.held()) free.add(Patch.from(base.kept(), site, "the base"));
        free.add(change);
        alone.add(change);
        Tensor before = base.kept().get(end.hookName());
        Tensor total = residual(model, request.with(free), end, progress);
        Tensor direct = residual(model, request.with(alone), end, progress);
        var indirect = new float[before.size()];
        for (int i = 0; i < indirect.length; i++) {
            indirect[i] = (float) ((double) total.flat(i) - direct.flat(i) + before.flat(i));
        }
        RunRequest last = request;
        if (options.frozen() != Frozen.NO_NORM && base.kept().has(HookName.FINAL_SCALE)) {
            last = request.with(Patch.from(base.kept(), Site.of(HookName.FINAL_SCALE), "the base"));
        }
        return new Effects(
                base,
                model.run(last.startAt(nLayers, total), progress),
                model.run(last.startAt(nLayers, direct), progress),
                model.run(last.startAt(nLayers, Tensor.of(indirect, before.shape())), progress));
    }

    private static List<Intervention> norms(Model model, Activations base) {
        return model.hookNames(OptionalHooks.NONE).stream()
                .filter(name -> name.endsWith(".hook_scale"))
                .<Intervention>map(name -> Patch.from(base, Site.of(name), "the base"))
                .toList();
    }

    private static Tensor residual(Model model, RunRequest request, Site end, Progress progress)
            throws PromptException {
        return model.run(request.keep(end.hookName()), progress).kept().get(end.hookName());
    }
}
