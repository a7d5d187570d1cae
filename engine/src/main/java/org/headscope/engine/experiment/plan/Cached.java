package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The values at hook points (TransformerLens {@code run_with_cache}). */
public record Cached(List<String> names) implements Analysis {
    static final Form<Cached> FORM = Form.of(
            Cached.class,
            "cache",
            "the values at hook points, and the logits",
            Field.optional(
                    "names",
                    Kinds.list(Fields.HOOK, 1, 1000),
                    List.of("*"),
                    "hook points, by name or with * and ?; those that fire only on request fire if they are named"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        OptionalHooks optional = setup.optional(names);
        List<String> known = setup.model().hookNames(optional);
        for (String name : names) {
            if (known.stream().noneMatch(NameFilter.of(name)::matches)) {
                throw new PromptException("No hook point of this model is called " + name
                        + "; names are such as blocks.0.attn.hook_z and *.hook_resid_post.");
            }
        }
        RunRequest request =
                setup.changed(Prompts.CLEAN).keep(NameFilter.of(names)).optional(optional);
        RunResult run = setup.model().run(request, progress);
        var padding = new Blanks(request.padding());
        var axes = new Axes(setup);
        for (String name : run.kept().names()) {
            Tensor value = padding.of(name, run.kept().get(name));
            results.grid(name, "value at " + name + ", as the model computes it", value, axes.ofHook(name, value));
        }
        results.grid(
                "logits",
                "logits of the next token",
                padding.of(HookName.UNEMBED_OUT, run.logits()),
                axes.prompts(),
                axes.positions("pos"),
                Axis.counted("token", run.logits().size(2)));
    }
}
