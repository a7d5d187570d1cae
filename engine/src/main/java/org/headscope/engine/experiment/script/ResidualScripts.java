package org.headscope.engine.experiment.script;

import org.headscope.engine.analysis.residual.AccumulatedResid;
import org.headscope.engine.analysis.residual.DecomposeResid;
import org.headscope.engine.analysis.residual.Decomposition;
import org.headscope.engine.analysis.residual.DirectLogitAttribution.Unit;
import org.headscope.engine.analysis.residual.FullDecomposition;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.analysis.residual.NeuronResults;
import org.headscope.engine.analysis.residual.ResidPoint;
import org.headscope.engine.experiment.plan.LogitAttribution;
import org.headscope.engine.experiment.plan.ResidualParts;
import org.headscope.engine.experiment.plan.ResidualParts.Scale;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.token.PromptException;

/** Scripts of the residual stream and of direct logit attribution. */
final class ResidualScripts {
    private ResidualScripts() {}

    static void parts(Setup setup, Python script, ResidualParts of) throws PromptException, ModelException {
        if (setup.model().config().norms().post() && !(of.parts() instanceof DecomposeResid)) {
            throw Script.none(of, "of heads and neurons of models with norms behind attention and MLP");
        }
        ResidPoint point = of.parts().point();
        script.add("_, cache = run(clean_tokens)");
        script.add("stack, labels = cache.%s", call(of.parts()));
        if (of.norm() == Scale.CACHED) {
            script.add(
                    "stack = cache.apply_ln_to_stack(stack, layer=%s, mlp_input=%s)",
                    point.layer(), Python.flag(point.mlpInput()));
        } else if (of.norm() == Scale.OWN) {
            boolean centres = setup.model().config().norm().centres();
            if (centres) script.add("stack = stack - stack.mean(-1, keepdim=True)");
            script.add("stack = stack / (stack.pow(2).mean(-1, keepdim=True) + cfg.eps).sqrt()");
        }
        script.add("print(labels)");
        script.add("results = {\"parts\": stack[:, %s]}", AnalysisScript.index(setup, of.positions()));
    }

    private static String call(Decomposition parts) {
        int layer = parts.point().layer();
        String input = Python.flag(parts.point().mlpInput());
        return switch (parts) {
            case AccumulatedResid(ResidPoint _, boolean mid) ->
                "accumulated_resid(layer=%d, incl_mid=%s, mlp_input=%s, return_labels=True)"
                        .formatted(layer, Python.flag(mid), input);
            case DecomposeResid(ResidPoint _, DecomposeResid.Mode mode, boolean embeds) ->
                "decompose_resid(layer=%d, mlp_input=%s, mode=%s, incl_embeds=%s, return_labels=True)"
                        .formatted(
                                layer,
                                input,
                                Python.text(mode.name().toLowerCase(java.util.Locale.ROOT)),
                                Python.flag(embeds));
            case HeadResults(ResidPoint _, boolean remainder) ->
                "stack_head_results(layer=%d, incl_remainder=%s, return_labels=True)"
                        .formatted(layer, Python.flag(remainder));
            case NeuronResults(ResidPoint _, boolean remainder) ->
                "stack_neuron_results(layer=%d, incl_remainder=%s, return_labels=True)"
                        .formatted(layer, Python.flag(remainder));
            case FullDecomposition(ResidPoint _, boolean neurons) ->
                "get_full_resid_decomposition(layer=%d, mlp_input=%s, expand_neurons=%s, return_labels=True)"
                        .formatted(layer, input, Python.flag(neurons));
        };
    }

    static void attribution(Setup setup, Python script, LogitAttribution of) throws PromptException, ModelException {
        boolean split = of.unit() == Unit.HEAD || of.unit() == Unit.NEURON;
        if (setup.model().config().norms().post() && split) {
            throw Script.none(of, "to heads and neurons of models with norms behind attention and MLP");
        }
        setup.right();
        boolean pair = !setup.wrongs().isEmpty();
        String call = switch (of.unit()) {
            case COMPONENT -> "decompose_resid(layer=-1, return_labels=True)";
            case LAYER -> "accumulated_resid(layer=-1, incl_mid=True, return_labels=True)";
            case HEAD -> "stack_head_results(layer=-1, incl_remainder=True, return_labels=True)";
            case NEURON -> "stack_neuron_results(layer=-1, incl_remainder=True, return_labels=True)";
        };
        NormKind norm = setup.model().config().norms().last();
        boolean weights = !setup.model().processing().foldNorms() && norm.hasParameters();
        script.add(
                """
                positions = torch.tensor(%s)
                _, cache = run(clean_tokens)
                stack, labels = cache.%s
                # the final norm with the scale of the run, so that contributions add up
                scaled = cache.apply_ln_to_stack(stack, layer=-1)[:, %s]%s
                direction = model.W_U[:, right]%s  # [d_model, prompt]
                attribution = torch.einsum("cbpd,db->cbp", scaled, direction)
                constant = model.b_U[right]%s%s
                for label, value in zip(labels, attribution.mean((1, 2)).tolist()):
                    print(label, value)
                results = {"attribution": attribution, "constant": constant[:, None].expand(-1, positions.shape[-1])}
                """,
                setup.isPadded() ? PaddingScript.places(setup, of.positions()) : setup.counted(of.positions()),
                call,
                setup.isPadded() ? "torch.arange(len(positions))[:, None], positions" : ":, positions",
                weights ? " * model.ln_final.w" : "",
                pair ? " - model.W_U[:, wrong]" : "",
                pair ? " - model.b_U[wrong]" : "",
                weights && norm.centres() ? " + model.ln_final.b @ direction" : "");
    }
}
