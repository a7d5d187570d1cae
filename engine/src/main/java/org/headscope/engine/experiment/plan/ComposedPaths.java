package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.DirectPathPatching;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Path patching from one head to the queries, keys or values of every head above it, through the residual stream alone. */
public record ComposedPaths(int layer, int head, HeadInput receivers, Way direction) implements Analysis {
    static final Form<ComposedPaths> FORM = Form.of(
            ComposedPaths.class,
            "direct_path_patching",
            "what a head changes when queries, keys or values of each head above it read it through the residual stream"
                    + " alone, norms dividing by the scales of the run that is patched",
            Fields.layer(),
            Fields.head(),
            HeadInput.field(),
            Way.field());

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        var patching = new DirectPathPatching(
                setup.model(), setup.unchanged(direction.base()), setup.request(direction.donor()), setup.metric());
        Tensor effects = patching.of(layer, head, receivers.hook(), progress);
        results.grid(
                "effects",
                HeadPaths.about(setup, direction) + "; 0 where the receiver is not above the sender",
                effects,
                new Axes(setup).layers(),
                Axis.counted("head", effects.size(1)));
    }
}
