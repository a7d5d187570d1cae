package org.headscope.engine.experiment.script;

import java.util.List;
import org.headscope.engine.experiment.plan.GradientProducts;
import org.headscope.engine.experiment.plan.PatchEstimates;
import org.headscope.engine.experiment.plan.PatchSites;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;

/** Scripts of estimates from a gradient. */
final class GradientScripts {
    private static final String IN_EVERY_LAYER = """
        def effects(short_name):
            \"""The effect of what every layer has at a hook point: [layer] of its shape.\"""
            names = [f"blocks.{layer}.{short_name}" for layer in range(cfg.n_layers)]
            at = values_and_gradients(base_tokens, names, hooks)
            return torch.stack([effect(name, *at[name]) for name in names])

        """;

    private GradientScripts() {}

    static void patching(Setup setup, Python script, PatchEstimates of) throws PromptException {
        PatchScripts.runs(setup, script, of.direction());
        script.add("donor_logits, donor_cache = model.run_with_cache(donor_tokens)\n");
        script.add(Snippets.GRADIENTS);
        script.add("""
            def effect(name, value, gradient):
                \"""What patching is estimated to change, value by value.\"""
                return (donor_cache[name] - value) * gradient

            """);
        estimate(setup, script, of.sites());
        script.add("results = {\"base\": metric(run(base_tokens)[0]), \"donor\": metric(donor_logits), \"estimate\":"
                + " estimate}");
    }

    static void activations(Setup setup, Python script, GradientProducts of) throws PromptException {
        setup.tokens(Prompts.CLEAN);
        script.add("base_tokens = clean_tokens\n");
        script.add(Snippets.GRADIENTS);
        script.add("""
            def effect(name, value, gradient):
                \"""What the metric is estimated to owe to each value.\"""
                return value * gradient

            """);
        estimate(setup, script, of.sites());
        script.add("results = {\"metric\": metric(run(base_tokens)[0]), \"estimate\": estimate}");
    }

    private static void estimate(Setup setup, Python script, PatchSites of) {
        if (!(of instanceof PatchSites.Listed)) script.add(IN_EVERY_LAYER);
        switch (of) {
            case PatchSites.ByPosition(PatchSites.Stream hook) ->
                script.add("estimate = effects(\"hook_%s\").sum((1, -1))  # [layer, pos]", PatchScripts.lower(hook));
            case PatchSites.Heads(PatchSites.OfHeadOrPattern hook) ->
                script.add(
                        "estimate = effects(\"attn.hook_%s\").sum(%s)  # [layer, head]",
                        PatchScripts.lower(hook),
                        hook == PatchSites.OfHeadOrPattern.PATTERN ? "(1, -2, -1)" : "(1, 2, -1)");
            case PatchSites.HeadsByPosition(PatchSites.OfHead hook) ->
                script.add(
                        "estimate = effects(\"attn.hook_%s\").sum((1, -1))  # [layer, pos, head]",
                        PatchScripts.lower(hook));
            case PatchSites.PatternByDestination _ ->
                script.add("estimate = effects(\"attn.hook_pattern\").sum((1, -1))  # [layer, head, dest]");
            case PatchSites.PatternByDestinationAndSource _ ->
                script.add("estimate = effects(\"attn.hook_pattern\").sum(1)  # [layer, head, dest, src]");
            case PatchSites.EveryBlock _ ->
                script.add(
                        "estimate = torch.stack([effects(\"hook_\" + hook).sum((1, -1)) for hook in %s])",
                        setup.model().config().hasMlp()
                                ? "[\"resid_pre\", \"attn_out\", \"mlp_out\"]"
                                : "[\"resid_pre\", \"attn_out\"]");
            case PatchSites.EveryHead _ -> script.add("""
                repeat = lambda x: x.repeat_interleave(cfg.n_heads // x.shape[-1], dim=-1)
                heads = [repeat(effects("attn.hook_" + hook).sum((1, 2, -1))) for hook in "zqkv"]
                estimate = torch.stack(heads + [effects("attn.hook_pattern").sum((1, -2, -1))])  # [hook, layer, head]
                """);
            case PatchSites.EveryHeadByPosition _ -> script.add("""
                repeat = lambda x: x.repeat_interleave(cfg.n_heads // x.shape[-1], dim=-1)
                heads = [repeat(effects("attn.hook_" + hook).sum((1, -1))) for hook in "zqkv"]
                pattern = effects("attn.hook_pattern").sum((1, -1)).transpose(1, 2)
                estimate = torch.stack(heads + [pattern])  # [hook, layer, pos, head]
                """);
            case PatchSites.Listed(List<Site> sites) -> {
                var edits = new EditScript(setup, script);
                script.add(
                        "at = values_and_gradients(base_tokens, %s, hooks)",
                        Python.texts(
                                sites.stream().map(Site::hookName).distinct().toList()));
                script.add("estimate = torch.stack([");
                for (Site site : sites) {
                    script.add(
                            "    effect(%1$s, *at[%1$s])%2$s.sum(),", Python.text(site.hookName()), edits.place(site));
                }
                script.add("])");
            }
        }
    }
}
