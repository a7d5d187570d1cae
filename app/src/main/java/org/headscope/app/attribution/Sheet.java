package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.HeadReading;
import org.headscope.engine.analysis.patching.ActivationTimesGradient;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.analysis.residual.ReadingSplit;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/**
 * What one more pass forth and back over a run gives: the values that everything else is worked out from, and the gradient
 * estimate of every part.
 *
 * @param estimates activation times gradient of parts, over all positions
 */
record Sheet(Subject subject, ActivationCache cache, Map<Site, Double> estimates) {
    Sheet {
        estimates = Map.copyOf(estimates);
    }

    private static final NameFilter WITH_GRADIENT =
            NameFilter.of("*.attn.hook_z", "*.hook_attn_out", "*.hook_mlp_out", HookName.EMBED, HookName.POS_EMBED);

    static Sheet of(Subject subject, Progress progress) throws PromptException {
        var config = subject.model().config();
        var names = new ArrayList<>(ReadingSplit.hooks(config).patterns());
        names.addAll(HeadReading.hooks().patterns());
        names.addAll(WITH_GRADIENT.patterns());
        names.add("*.mlp.hook_post");
        RunRequest request = RunRequest.of(subject.run().tokens())
                .with(subject.run().experiment().active())
                .keep(NameFilter.of(names));
        Gradients passes = subject.model().gradients(request, subject.metric(), WITH_GRADIENT, progress);
        var estimate = new ActivationTimesGradient(passes);
        var estimates = new HashMap<Site, Double>();
        var parts = new ArrayList<>(AblationSweep.sites(config));
        parts.addAll(List.of(Site.of(HookName.EMBED), Site.of(HookName.POS_EMBED)));
        for (Site part : parts) {
            if (estimate.has(part)) estimates.put(part, estimate.of(part));
        }
        return new Sheet(subject, ActivationCache.of(subject.model(), passes.run()), estimates);
    }

    /** The logits as a reading of the stream. */
    Reading logits() {
        return Reading.ofLogits(cache, subject.answers(), new PosSlice.At(subject.position()));
    }
}
