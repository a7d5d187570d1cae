package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.Rewrite;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Works interventions out to edits: means, the values of other runs, and the numbers of directions. */
final class Resolver {
    private final Runner runner;
    private final Means means;

    Resolver(Runner runner) {
        this.runner = runner;
        this.means = new Means(runner);
    }

    /** The edits of a request in the layers that it runs, without those that leave all as it is. */
    List<Edit> resolve(RunRequest request, int stopLayer, Progress progress) throws PromptException {
        List<Intervention> reached = request.interventions().stream()
                .filter(change -> !change.isIdle())
                .filter(change -> change.site().layer() >= request.startLayer())
                .filter(change ->
                        Math.min(change.site().layer(), runner.config().nLayers() - 1) < stopLayer)
                .toList();
        return edits(reached, request, progress);
    }

    /** One edit for each of some interventions in the pass of a request. */
    List<Edit> edits(List<Intervention> interventions, RunRequest request, Progress progress) throws PromptException {
        var runs = new CleanRuns(runner, request, interventions, progress);
        var directions = new Directions(new Products(runner.config(), runner.weights()), runs);
        var edits = new ArrayList<Edit>();
        for (Intervention change : interventions) {
            edits.add(new Edit(change.site(), rewrite(change, request, runs, directions, progress)));
        }
        return edits;
    }

    private Rewrite rewrite(
            Intervention change, RunRequest request, CleanRuns runs, Directions directions, Progress progress)
            throws PromptException {
        Site site = change.site();
        return switch (change) {
            case ZeroAblation _ -> Rewrite.Put.number(0);
            case MeanAblation(Site _, MeanSource.ThisPrompt _) ->
                put(site, Means.of(runs.own(site.hookName()), request.padding()));
            case MeanAblation(Site _, MeanSource.PromptSet set) -> put(site, means.of(set, site, request, progress));
            case Resample resample -> put(resample.name(), site, runs.of(resample), request);
            case Patch patch -> put(patch.source(), site, withAllAxes(patch, request), request);
            case Freeze _ -> put(site, runs.own(site.hookName()));
            case SetTo(Site _, List<Float> values) -> new Rewrite.Put(Directions.tensor(values));
            case Scale scale -> new Rewrite.Multiply((float) scale.factor());
            case Steer steer -> new Rewrite.Add(directions.times(steer.direction(), steer.amount()));
            case ProjectOut projection -> new Rewrite.Project(directions.basis(projection.directions()));
            case Noise noise -> new Rewrite.Randomise(noise.deviation(), noise.seed(), -1);
            case KnockOut _ -> Rewrite.Put.number(HookName.unseen(site.hookName()));
        };
    }

    private Tensor withAllAxes(Patch patch, RunRequest request) {
        return CleanRun.withAllAxes(
                patch.site().hookName(), patch.values(), runner.config(), request.tokens().length, request.optional());
    }

    /** Puts values of another run in, which must have all the positions that are replaced. */
    private static Rewrite put(String source, Site site, Tensor values, RunRequest request) throws PromptException {
        int rows = values.size(HookName.positionAxis(site.hookName()));
        int last = site.positions().lastBelow(request.tokens()[0].length);
        if (last >= rows) {
            throw new PromptException("There is nothing to patch into position " + last + " of the prompt: " + source
                    + " has " + rows + " tokens.");
        }
        if (values.size(0) > 1 && values.size(0) != request.tokens().length) {
            throw new PromptException("The values patched into " + site.label() + " are those of " + values.size(0)
                    + " prompts, but " + request.tokens().length + " are run.");
        }
        return put(site, values);
    }

    /** Puts the head or neuron of a site out of a value at its hook point in. */
    private static Rewrite put(Site site, Tensor values) {
        int axis = HookName.unitAxis(site.hookName());
        return new Rewrite.Put(site.unit() < 0 ? values : values.slice(axis, site.unit(), site.unit() + 1));
    }
}
