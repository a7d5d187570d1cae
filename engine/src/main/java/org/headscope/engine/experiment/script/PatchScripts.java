package org.headscope.engine.experiment.script;

import java.util.List;
import java.util.Locale;
import org.headscope.engine.experiment.plan.AblationMap;
import org.headscope.engine.experiment.plan.PatchSites;
import org.headscope.engine.experiment.plan.Patching;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Way;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;

/** Scripts of sweeps and of activation patching. */
final class PatchScripts {
    private PatchScripts() {}

    static void sweep(Setup setup, Python script, AblationMap of) {
        boolean mean = of.ablation() == AblationMap.Ablation.MEAN;
        String value = mean ? "means[hook.name][head]" : "0";
        String whole = mean ? "means[hook.name]" : "0";
        if (mean) {
            script.add("""
                _, unchanged = model.run_with_cache(clean_tokens)
                means = {
                    name: unchanged[name]%s
                    for name in unchanged.keys()
                    if name.endswith(("attn.hook_z", "hook_attn_out", "hook_mlp_out"))
                }
                """, PaddingScript.mean(setup));
        }
        script.add("""

            def effect(name, head=None):
                \"""The metric with a part switched off minus the metric with it on.\"""
                def switch_off(value, hook):
                    if head is None:
                        value[:] = %s
                    else:
                        value[:, :, head] = %s
                    return value

                return metric(model.run_with_hooks(clean_tokens, fwd_hooks=hooks + [(name, switch_off)])) - base


            base = metric(run(clean_tokens)[0])
            heads = torch.zeros(cfg.n_layers, cfg.n_heads)
            attention = torch.zeros(cfg.n_layers)
            mlps = torch.zeros(cfg.n_layers)
            for layer in range(cfg.n_layers):
                attention[layer] = effect(f"blocks.{layer}.hook_attn_out")
                for head in range(cfg.n_heads):
                    heads[layer, head] = effect(f"blocks.{layer}.attn.hook_z", head)
            """, whole, value);
        boolean mlp = setup.model().config().hasMlp();
        if (mlp) script.add("    mlps[layer] = effect(f\"blocks.{layer}.hook_mlp_out\")");
        script.add(
                "results = {\"metric\": base, \"heads\": heads, \"attention\": attention%s}",
                mlp ? ", \"mlps\": mlps" : "");
    }

    static void runs(Setup setup, Python script, Way way) throws PromptException {
        setup.tokens(way.base());
        setup.tokens(way.donor());
        script.add(
                """
                # %s
                base_tokens = %s
                donor_tokens = %s
                """,
                way == Way.DENOISING
                        ? "denoising: clean values are put into the corrupted run"
                        : "noising: corrupted values are put into the clean run",
                EditScript.tokens(way.base()),
                EditScript.tokens(way.donor()));
    }

    static void patching(Setup setup, Python script, Patching of) throws PromptException, ModelException {
        runs(setup, script, of.direction());
        script.add("""
            donor_logits, donor_cache = model.run_with_cache(donor_tokens)
            base = metric(run(base_tokens)[0])
            donor = metric(donor_logits)
            """);
        if (of.sites() instanceof PatchSites.Listed(List<Site> sites)) listed(setup, script, sites);
        else {
            script.add("with model.hooks(fwd_hooks=hooks):");
            script.add("    patched = %s", function(setup, of));
        }
        script.add(
                "results = {\"base\": base, \"donor\": donor, \"metric\": patched, \"normalised\": (patched - base) /"
                        + " %s}",
                of.direction() == Way.DENOISING ? "(donor - base)" : "(base - donor)");
    }

    private static String function(Setup setup, Patching of) throws ModelException {
        String arguments = "(model, base_tokens, donor_cache, metric)";
        boolean grouped = setup.model().config().attention().grouped();
        return "patching."
                + switch (of.sites()) {
                    case PatchSites.ByPosition(PatchSites.Stream hook) ->
                        hook == PatchSites.Stream.RESID_POST
                                ? "generic_activation_patch(model, base_tokens, donor_cache, metric,\n"
                                        + "        patch_setter=patching.layer_pos_patch_setter,"
                                        + " activation_name=\"resid_post\", index_axis_names=(\"layer\", \"pos\"))"
                                : "get_act_patch_" + lower(hook) + arguments;
                    case PatchSites.Heads(PatchSites.OfHeadOrPattern hook) ->
                        "get_act_patch_attn_head_" + out(hook) + "_all_pos" + arguments;
                    case PatchSites.HeadsByPosition(PatchSites.OfHead hook) ->
                        "get_act_patch_attn_head_" + out(hook) + "_by_pos" + arguments;
                    case PatchSites.PatternByDestination _ -> "get_act_patch_attn_head_pattern_by_pos" + arguments;
                    case PatchSites.PatternByDestinationAndSource _ ->
                        "get_act_patch_attn_head_pattern_dest_src_pos" + arguments;
                    case PatchSites.EveryBlock _ -> "get_act_patch_block_every" + arguments;
                    case PatchSites.EveryHead _ when !grouped -> "get_act_patch_attn_head_all_pos_every" + arguments;
                    case PatchSites.EveryHeadByPosition _
                    when !grouped -> "get_act_patch_attn_head_by_pos_every" + arguments;
                    default -> throw Script.none(of, "of every head where heads share keys and values");
                };
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String out(Enum<?> hook) {
        return hook.name().equals("Z") ? "out" : lower(hook);
    }

    private static void listed(Setup setup, Python script, List<Site> sites) {
        script.add("patched = torch.zeros(%d)", sites.size());
        var edits = new EditScript(setup, script);
        for (int i = 0; i < sites.size(); i++) {
            script.add(
                    """

                    def site_%1$d(value, hook):
                        value%2$s = donor_cache[hook.name]%2$s
                        return value


                    patched[%1$d] = metric(model.run_with_hooks(base_tokens, fwd_hooks=hooks + [(%3$s, site_%1$d)]))
                    """, i, edits.place(sites.get(i)), Python.text(sites.get(i).hookName()));
        }
        script.add("");
    }
}
