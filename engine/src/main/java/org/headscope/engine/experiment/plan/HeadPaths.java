package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Path patching from every head to the logits, or to the queries, keys, values or pattern of every head above it. */
public record HeadPaths(Receivers receivers, Way direction, boolean mlps, boolean finalNorm) implements Analysis {
    /** Where paths end. */
    public enum Receivers {
        LOGITS,
        Q,
        K,
        V,
        /** Queries and keys together. */
        PATTERN
    }

    static final Form<HeadPaths> FORM = Form.of(
            HeadPaths.class,
            "path_patching",
            "what every head changes by its direct paths to the logits, or to queries, keys, values or patterns of"
                    + " heads above it",
            Fields.choice("receivers", Receivers.LOGITS, "where paths end"),
            Way.field(),
            Fields.flag("mlps", true, "whether MLPs belong to the direct path, or keep their values"),
            Fields.flag("final_norm", true, "whether the scale of the final norm is computed anew in the end"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        PathPatching patching = patching(setup, direction, mlps, finalNorm);
        String about = about(setup, direction);
        var axes = new Axes(setup);
        if (receivers == Receivers.LOGITS) {
            results.grid("effects", about, patching.headsToLogits(progress), axes.layers(), axes.heads());
            return;
        }
        Tensor effects = patching.headsToHeads(receivers.name().toLowerCase(java.util.Locale.ROOT), progress);
        addPairs(results, "effects", about, effects);
    }

    /** Adds what leads from heads to heads, [layer, head, layer, head]. */
    static void addPairs(Results results, String name, String about, Tensor pairs) {
        results.grid(
                name,
                about + "; 0 where the sender is not below the receiver",
                pairs,
                Axis.counted("sender layer", pairs.size(0)),
                Axis.counted("sender head", pairs.size(1)),
                Axis.counted("receiver layer", pairs.size(2)),
                Axis.counted("receiver head", pairs.size(3)));
    }

    static PathPatching patching(Setup setup, Way direction, boolean mlps, boolean finalNorm) throws PromptException {
        return new PathPatching(
                setup.model(),
                setup.unchanged(direction.base()),
                setup.request(direction.donor()),
                setup.metric(),
                mlps,
                finalNorm);
    }

    static String about(Setup setup, Way direction) {
        return "the metric with the paths patched minus that of "
                + direction.base().words() + ": " + setup.plan().measured().words();
    }
}
