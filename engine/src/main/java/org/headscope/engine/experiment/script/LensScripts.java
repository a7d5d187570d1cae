package org.headscope.engine.experiment.script;

import org.headscope.engine.analysis.LogitLens.Norm;
import org.headscope.engine.experiment.plan.LensReadings;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.TunedLensReadings;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.token.PromptException;

/** Scripts of lenses. */
final class LensScripts {
    private LensScripts() {}

    static void logitLens(Setup setup, Python script, LensReadings of) throws PromptException {
        script.add("""
            _, cache = run(clean_tokens)
            stack, rows = cache.accumulated_resid(layer=-1, incl_mid=%s, return_labels=True)
            """, Python.flag(of.subSteps() && setup.model().config().hasResidMid()));
        if (of.norm() == Norm.FINAL) frozen(setup, script);
        else own(setup, script);
        read(setup, script, AnalysisScript.index(setup, of.positions()), of.top(), of.logProbabilities());
    }

    /** The final norm with a scale of its own for every row. */
    private static void own(Setup setup, Python script) {
        boolean none = setup.model().config().norms().last() == NormKind.NONE;
        script.add(none ? "normed = stack" : "normed = model.ln_final(stack)");
    }

    /** The final norm with the scale of the run. */
    static void frozen(Setup setup, Python script) {
        NormKind norm = setup.model().config().norms().last();
        boolean weights = !setup.model().processing().foldNorms() && norm.hasParameters();
        String centred = norm.centres() ? "(stack - stack.mean(-1, keepdim=True))" : "stack";
        script.add(
                "normed = %s%s%s%s",
                centred,
                norm == NormKind.NONE ? "" : " / cache[\"ln_final.hook_scale\"]",
                weights ? " * model.ln_final.w" : "",
                weights && norm.centres() ? " + model.ln_final.b" : "");
    }

    static void tunedLens(Setup setup, Python script, TunedLensReadings of) throws PromptException {
        script.add("""
            lens = %s  # 0.weight, 0.bias, 1.weight, ...
            _, cache = run(clean_tokens)
            rows = [f"{layer}_pre" for layer in range(min(len(lens) // 2, cfg.n_layers))]
            stack = torch.stack([cache["resid_pre", layer] for layer in range(len(rows))])
            for layer in range(len(rows)):
                stack[layer] += stack[layer] @ lens[f"{layer}.weight"].T + lens[f"{layer}.bias"]
            """, Snippets.arrays(of.lens()));
        own(setup, script);
        read(setup, script, AnalysisScript.index(setup, of.positions()), of.top(), of.logProbabilities());
    }

    private static void read(Setup setup, Python script, String positions, int top, boolean all) {
        boolean capped = setup.model().config().outputSoftCap() > 0;
        script.add("logits = normed @ model.W_U + model.b_U  # [row, prompt, pos, d_vocab]");
        if (capped) script.add("logits = cfg.output_logits_soft_cap * (logits / cfg.output_logits_soft_cap).tanh()");
        script.add("""
            log_probs = logits.log_softmax(-1)[:, %s].permute(1, 2, 0, 3)  # [prompt, pos, row, d_vocab]
            best = log_probs.topk(%d)
            for prompt in range(len(clean_tokens)):
                for row, label in enumerate(rows):
                    print(prompt, label, best.indices[prompt, :, row].tolist())
            results = {}
            """, positions, top);
        if (!setup.rights().isEmpty()) {
            script.add("results[\"answer_log_probability\"] = torch.stack([log_probs[p, ..., right[p]] for p in"
                    + " range(len(right))])");
        }
        if (all) script.add("results[\"log_probabilities\"] = log_probs");
    }
}
