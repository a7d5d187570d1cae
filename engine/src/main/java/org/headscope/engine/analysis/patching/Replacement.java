package org.headscope.engine.analysis.patching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What a part would put out if it were switched off or, where a run changes it already, if it were left alone again.
 *
 * @param site the part, and where its output is replaced
 * @param values at the hook point of the part, of which only what the site names counts, [batch, pos, ...]
 * @param off whether this is what it puts out where it is switched off
 */
record Replacement(Site site, Tensor values, boolean off) {
    /** The hook points that carry the outputs of parts. */
    static final NameFilter HOOKS =
            NameFilter.of(Arrays.stream(Part.values()).map(Part::glob).toList());

    /**
     * One for each of some ablations of different parts.
     *
     * @param request the run, its own interventions included
     */
    static List<Replacement> of(Model model, RunRequest request, List<Intervention> ablations, Progress progress)
            throws PromptException {
        List<Intervention> fresh = ablations.stream()
                .filter(ablation -> !isChanged(request, ablation.site()))
                .toList();
        // what replaces a part hangs on no other part, so one run tells it of all of them
        Activations off = model.run(request.with(fresh).keep(HOOKS), progress).kept();
        var replacements = new ArrayList<Replacement>();
        for (Intervention ablation : ablations) {
            Site site = ablation.site();
            replacements.add(
                    isChanged(request, site)
                            ? onAgain(model, request, site.at(Positions.ALL), progress)
                            : new Replacement(site, off.get(site.hookName()), true));
        }
        return replacements;
    }

    private static Replacement onAgain(Model model, RunRequest request, Site part, Progress progress)
            throws PromptException {
        List<Intervention> others = request.interventions().stream()
                .filter(change -> !change.site().isSamePart(part))
                .toList();
        Activations on =
                model.run(request.with(others).keep(part.hookName()), progress).kept();
        return new Replacement(part, on.get(part.hookName()), false);
    }

    private static boolean isChanged(RunRequest request, Site part) {
        return request.interventions().stream().anyMatch(change -> change.site().isSamePart(part));
    }

    /** The effect of switching the part off, given what replacing its output does to the metric of the run. */
    double effect(double change) {
        return off ? change : -change;
    }
}
