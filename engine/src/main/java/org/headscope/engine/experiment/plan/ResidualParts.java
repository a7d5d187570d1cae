package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.AccumulatedResid;
import org.headscope.engine.analysis.residual.ApplyNorm;
import org.headscope.engine.analysis.residual.DecomposeResid;
import org.headscope.engine.analysis.residual.DecomposeResid.Mode;
import org.headscope.engine.analysis.residual.Decomposition;
import org.headscope.engine.analysis.residual.FullDecomposition;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.analysis.residual.NeuronResults;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.analysis.residual.ResidualStack;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The residual stream taken apart. */
public record ResidualParts(Decomposition parts, Scale norm, List<Integer> positions) implements Analysis {
    /** What the parts are divided by. */
    public enum Scale {
        /** Nothing: the parts as they were written. */
        NONE,
        /** What the norm that reads them divided by in the run. */
        CACHED,
        /** Each part's own scale. */
        OWN
    }

    private static final Field<ResidPoint> POINT = Field.optional(
            "point",
            Form.of(
                    ResidPoint.class,
                    "point",
                    "a place in the residual stream",
                    Field.optional(
                            "layer",
                            Kinds.whole(-1, Fields.MANY),
                            -1,
                            "the block that reads the stream; -1 for the end"),
                    Fields.flag("mlp_input", false, "whether its MLP reads it rather than its attention")),
            ResidPoint.END,
            "where the stream is read");

    private static final Field<Boolean> REMAINDER =
            Fields.flag("incl_remainder", false, "whether the rest of the stream follows");

    /** How the stream is taken apart, each as TransformerLens names its parts. */
    static final Kind<Decomposition> PARTS = Variants.of(
            Form.of(
                    AccumulatedResid.class,
                    "accumulated",
                    "the stream at every layer (accumulated_resid)",
                    POINT,
                    Fields.flag("incl_mid", false, "whether the stream between attention and MLP is a part, too")),
            Form.of(
                    DecomposeResid.class,
                    "components",
                    "embeddings, attention layers and MLPs (decompose_resid)",
                    POINT,
                    Fields.choice("mode", Mode.ALL, "which layers"),
                    Fields.flag("incl_embeds", true, "whether embeddings are parts, too")),
            Form.of(HeadResults.class, "heads", "heads (stack_head_results)", POINT, REMAINDER),
            Form.of(NeuronResults.class, "neurons", "neurons (stack_neuron_results)", POINT, REMAINDER),
            Form.of(
                    FullDecomposition.class,
                    "full",
                    "heads, neurons or MLPs, embeddings and biases (get_full_resid_decomposition)",
                    POINT,
                    Fields.flag("expand_neurons", false, "whether neurons are parts rather than MLPs")));

    static final Form<ResidualParts> FORM = Form.of(
            ResidualParts.class,
            "residual_decomposition",
            "the residual stream taken apart",
            Field.required("parts", PARTS, "how"),
            Fields.choice("norm", Scale.NONE, "what the parts are divided by (apply_ln_to_stack)"),
            Fields.positions());

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var model = setup.model();
        ApplyNorm apply =
                norm == Scale.NONE ? null : new ApplyNorm(parts.point(), ApplyNorm.Scale.valueOf(norm.name()));
        var hooks = new ArrayList<>(parts.hooks(model.config()).patterns());
        if (apply != null) hooks.addAll(apply.hooks(model.config()).patterns());
        hooks.add("hook_embed");
        var request = setup.changed(Prompts.CLEAN).keep(NameFilter.of(hooks));
        var cache = ActivationCache.run(model, request, progress);
        Axis chosen = new Axes(setup).asked(positions);
        var each = new ArrayList<Tensor>();
        List<String> labels = List.of();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            ActivationCache alone = cache.prompt(prompt);
            var slice = new PosSlice.Of(setup.counted(prompt, positions));
            ResidualStack stack = parts.of(alone, slice);
            if (apply != null) stack = apply.of(alone, stack, slice);
            labels = stack.labels();
            each.add(stack.values());
        }
        results.grid(
                "parts",
                norm == Scale.NONE
                        ? "what each part wrote to the residual stream"
                        : "what each part wrote to the residual stream, behind the norm that reads it, without weights",
                PerPrompt.joined(each, 1),
                new Axis("component", labels),
                new Axes(setup).prompts(),
                chosen,
                Axis.counted("d_model", model.config().dModel()));
    }
}
