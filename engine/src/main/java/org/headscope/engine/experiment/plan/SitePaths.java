package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** Path patching from some senders to some receivers, all together. */
public record SitePaths(List<Site> senders, List<Site> receivers, Way direction, boolean mlps, boolean finalNorm)
        implements Analysis {
    private static final Field<Boolean> MLPS =
            Fields.flag("mlps", true, "whether MLPs belong to the direct path, or keep their values");

    static final Form<SitePaths> FORM = Form.of(
            SitePaths.class,
            "path",
            "what some senders change by their direct paths to some receivers, all together: one number",
            Field.required("senders", Kinds.list(Fields.SITE, 1, 10_000), "where paths start"),
            Field.required("receivers", Kinds.list(Fields.SITE, 1, 10_000), "where they end"),
            Way.field(),
            MLPS,
            Fields.flag("final_norm", true, "whether the scale of the final norm is computed anew in the end"));

    public SitePaths {
        senders = List.copyOf(senders);
        receivers = List.copyOf(receivers);
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        double effect = HeadPaths.patching(setup, direction, mlps, finalNorm).effect(senders, receivers, progress);
        results.number("effect", effect, HeadPaths.about(setup, direction));
    }
}
