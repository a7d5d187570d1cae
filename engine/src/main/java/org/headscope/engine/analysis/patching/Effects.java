package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
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

    /**
     * @param request the run, without interventions
     * @param change replaces a value of heads ({@code z}), attn_out, MLP neurons ({@code post}) or mlp_out
     * @param frozen whether the final norm divides by the scale of the base
     */
    public static Effects of(Model model, RunRequest request, Intervention change, boolean frozen, Progress progress)
            throws PromptException {
        if (!request.interventions().isEmpty() || !request.codeHooks().isEmpty()) {
            throw new IllegalArgumentException("Effects are those in a run without interventions.");
        }
        Site end = Site.of("resid_post", model.config().nLayers() - 1);
        RunResult base = model.run(
                request.keep(NameFilter.of(end.hookName(), HookName.FINAL_SCALE, "*.attn.hook_z", "*.mlp.hook_post")),
                progress);
        Tensor before = base.kept().get(end.hookName());
        Tensor total = residual(model, request.with(change), end, progress);
        var alone = new ArrayList<Intervention>();
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            alone.add(Patch.from(base.kept(), Site.of("z", layer), "the base"));
            if (model.config().hasMlp()) alone.add(Patch.from(base.kept(), Site.of("post", layer), "the base"));
        }
        alone.add(change);
        Tensor direct = residual(model, request.with(alone), end, progress);
        var indirect = new float[before.size()];
        for (int i = 0; i < indirect.length; i++) {
            indirect[i] = (float) ((double) total.flat(i) - direct.flat(i) + before.flat(i));
        }
        List<Patch> norm =
                frozen ? List.of(Patch.from(base.kept(), Site.of(HookName.FINAL_SCALE), "the base")) : List.of();
        RunRequest last = request.with(norm);
        int nLayers = model.config().nLayers();
        return new Effects(
                base,
                model.run(last.startAt(nLayers, total), progress),
                model.run(last.startAt(nLayers, direct), progress),
                model.run(last.startAt(nLayers, Tensor.of(indirect, before.shape())), progress));
    }

    private static Tensor residual(Model model, RunRequest request, Site end, Progress progress)
            throws PromptException {
        return model.run(request.keep(end.hookName()), progress).kept().get(end.hookName());
    }
}
