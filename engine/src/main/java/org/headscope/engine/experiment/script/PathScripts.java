package org.headscope.engine.experiment.script;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.headscope.engine.experiment.plan.EffectSplit;
import org.headscope.engine.experiment.plan.HeadPaths;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.SitePaths;
import org.headscope.engine.experiment.plan.Way;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.token.PromptException;

/** Scripts of path patching and of effects taken apart; TransformerLens has neither, so they are plain hooks. */
final class PathScripts {
    private static final String PLACES = """

        class Place:
            \"""at[:, 4, 7] is the place that [:, 4, 7] names.\"""

            def __getitem__(self, place):
                return place


        at = Place()
        """;

    private static final String PUT = """

        def put(cache, place=...):
            \"""A hook that takes what a place names from a cache.\"""
            def hook_function(value, hook):
                value[place] = cache[hook.name][place]
                return value

            return hook_function

        """;

    private PathScripts() {}

    private static void functions(Setup setup, Python script, Way way, boolean mlps, boolean finalNorm)
            throws PromptException {
        setup.unchanged(way.base());
        PatchScripts.runs(setup, script, way);
        boolean frozen = !mlps && setup.model().config().hasMlp();
        script.add("""
            base_logits, base_cache = model.run_with_cache(base_tokens)
            _, donor_cache = model.run_with_cache(donor_tokens)
            """);
        script.add(PUT);
        script.add("""

            def effect(senders, receivers):
                \"""What senders change by their direct paths to receivers, each a pair of hook name and place.\"""
                # every head%s keeps the value of the base, but senders take that of the donor
                kept = [(f"blocks.{layer}.attn.hook_z", put(base_cache)) for layer in range(cfg.n_layers)]
            """, frozen ? " and every neuron" : "");
        if (frozen) {
            script.add("    kept += [(f\"blocks.{layer}.mlp.hook_post\", put(base_cache)) for layer in"
                    + " range(cfg.n_layers)]");
        }
        script.add("""
                sent = [(name, put(donor_cache, place)) for name, place in senders]
                with model.hooks(fwd_hooks=kept + sent):
                    _, read = model.run_with_cache(base_tokens, names_filter=[name for name, _ in receivers])
                # then receivers take what they read, and nothing else is held
                written = [(name, put(read, place)) for name, place in receivers]
            """);
        boolean normed = setup.model().config().norms().last() != NormKind.NONE;
        if (!finalNorm && normed) script.add("    written.append((\"ln_final.hook_scale\", put(base_cache)))");
        script.add("""
                return metric(model.run_with_hooks(base_tokens, fwd_hooks=written)) - metric(base_logits)

            """);
    }

    static void heads(Setup setup, Python script, HeadPaths of) throws PromptException {
        functions(setup, script, of.direction(), of.mlps(), of.finalNorm());
        if (of.receivers() == HeadPaths.Receivers.LOGITS) {
            script.add("""

                effects = torch.zeros(cfg.n_layers, cfg.n_heads)
                end = [(f"blocks.{cfg.n_layers - 1}.hook_resid_post", ...)]
                for layer in range(cfg.n_layers):
                    for head in range(cfg.n_heads):
                        effects[layer, head] = effect([(f"blocks.{layer}.attn.hook_z", (slice(None), slice(None), head))], end)
                results = {"effects": effects}
                """);
            return;
        }
        String input = of.receivers().name().toLowerCase(Locale.ROOT);
        boolean shared = input.equals("k") || input.equals("v");
        boolean pattern = of.receivers() == HeadPaths.Receivers.PATTERN;
        script.add(
                """

                receivers = %s
                effects = torch.zeros(cfg.n_layers, cfg.n_heads, cfg.n_layers, receivers)
                for layer in range(cfg.n_layers):
                    for head in range(cfg.n_heads):
                        sender = [(f"blocks.{layer}.attn.hook_z", (slice(None), slice(None), head))]
                        for above in range(layer + 1, cfg.n_layers):
                            for to in range(receivers):
                                receiver = [(f"blocks.{above}.attn.hook_%s", (%sslice(None), to))]
                                effects[layer, head, above, to] = effect(sender, receiver)
                results = {"effects": effects}
                """,
                shared ? "cfg.n_key_value_heads or cfg.n_heads" : "cfg.n_heads", input, pattern ? "" : "slice(None), ");
    }

    static void sites(Setup setup, Python script, SitePaths of) throws PromptException {
        functions(setup, script, of.direction(), of.mlps(), of.finalNorm());
        script.add(PLACES);
        script.add("senders = %s", list(setup, of.senders()));
        script.add("receivers = %s", list(setup, of.receivers()));
        script.add("results = {\"effect\": effect(senders, receivers)}");
    }

    private static String list(Setup setup, List<Site> sites) {
        var edits = new EditScript(setup, new Python());
        return sites.stream()
                .map(site -> "(%s, at%s)".formatted(Python.text(site.hookName()), edits.place(site)))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    static void effects(Setup setup, Python script, EffectSplit of) throws PromptException {
        setup.unchanged(Prompts.CLEAN);
        boolean mlps = setup.model().config().hasMlp();
        script.add("""
            end = f"blocks.{cfg.n_layers - 1}.hook_resid_post"
            base_logits, base_cache = model.run_with_cache(clean_tokens)
            """);
        script.add(PUT);
        if (!of.held().isEmpty()) script.add(PLACES);
        script.add("""

            def residual(hooks):
                \"""The last residual stream of a run with hooks.\"""
                with model.hooks(fwd_hooks=hooks):
                    return model.run_with_cache(clean_tokens, names_filter=[end])[1][end]


            def finished(stream):
                \"""By how much the metric changes where a run ends with another residual stream.\"""
                last = [(end, lambda value, hook: stream)]
            """);
        boolean normed = setup.model().config().norms().last() != NormKind.NONE;
        if (of.frozen() && normed) script.add("    last.append((\"ln_final.hook_scale\", put(base_cache)))");
        script.add("""
                return metric(model.run_with_hooks(clean_tokens, fwd_hooks=last)) - metric(base_logits)


            """);
        if (of.everyNorm()) {
            script.add("scales = [(name, put(base_cache)) for name in base_cache.keys() if"
                    + " name.endswith(\".hook_scale\")]");
        }
        if (!of.held().isEmpty()) {
            script.add("held = %s", list(setup, of.held()));
            script.add("held = [(name, put(base_cache, place)) for name, place in held]");
        }
        script.add("# direct: all heads%s keep their values, but for the change", mlps ? " and neurons" : "");
        script.add("kept = [(f\"blocks.{layer}.attn.hook_z\", put(base_cache)) for layer in range(cfg.n_layers)]");
        if (mlps) {
            script.add(
                    "kept += [(f\"blocks.{layer}.mlp.hook_post\", put(base_cache)) for layer in range(cfg.n_layers)]");
        }
        String scales = of.everyNorm() ? "scales + " : "";
        script.add("""
            total = residual(%1$s%2$schange)
            direct = residual(%1$skept + change)
            indirect = total - direct + base_cache[end]
            results = {
                "base": metric(base_logits),
                "effects": torch.stack([finished(total), finished(direct), finished(indirect)]),
            }
            """, scales, of.held().isEmpty() ? "" : "held + ");
    }
}
