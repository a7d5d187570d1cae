package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.HeadPathAttribution;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** A first-order estimate of what every head changes by its direct path to every head above it. */
public record PathEstimates(HeadInput receivers, Way direction) implements Analysis {
    static final Form<PathEstimates> FORM = Form.of(
            PathEstimates.class,
            "path_attribution",
            "a first-order estimate of what \"direct_path_patching\" finds, for all pairs of heads from one gradient",
            HeadInput.field(),
            Way.field());

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var attribution = new HeadPathAttribution(
                setup.model(), setup.changed(direction.base()), setup.request(direction.donor()), setup.metric());
        HeadPaths.addPairs(
                results,
                "estimate",
                "the estimate of " + HeadPaths.about(setup, direction),
                attribution.of(receivers.hook(), progress));
    }
}
