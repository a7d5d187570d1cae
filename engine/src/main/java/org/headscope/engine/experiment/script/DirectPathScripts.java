package org.headscope.engine.experiment.script;

import org.headscope.engine.experiment.plan.ComposedPaths;
import org.headscope.engine.experiment.plan.HeadInput;
import org.headscope.engine.experiment.plan.PathEstimates;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Way;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.token.PromptException;

/** Scripts of paths from head to head through the residual stream alone, by composition of weights. */
final class DirectPathScripts {
    private DirectPathScripts() {}

    static void patching(Setup setup, Python script, ComposedPaths of) throws PromptException {
        setup.checkHead(of.layer(), of.head());
        setup.unchanged(of.direction().base());
        composition(setup, script, of.direction(), of.receivers());
        script.add("""

            effects = torch.zeros(cfg.n_layers, receivers)
            for layer in range(%1$d, cfg.n_layers):
                read = added(%2$d, %3$d, layer)
                for head in range(receivers):

                    def add(value, hook):
                        value[:, :, head] += read[:, :, head]
                        return value

                    patched = model.run_with_hooks(base_tokens, fwd_hooks=[(hook_name(layer), add)])
                    effects[layer, head] = metric(patched) - metric(base_logits)
            results = {"effects": effects}
            """, of.layer() + 1, of.layer(), of.head());
    }

    static void estimates(Setup setup, Python script, PathEstimates of) throws PromptException {
        composition(setup, script, of.direction(), of.receivers());
        script.add(Snippets.GRADIENTS);
        script.add("""

            at = values_and_gradients(base_tokens, [hook_name(layer) for layer in range(cfg.n_layers)], hooks)
            estimate = torch.zeros(cfg.n_layers, cfg.n_heads, cfg.n_layers, receivers)
            for layer in range(cfg.n_layers):
                _, gradient = at[hook_name(layer)]
                for below in range(layer):
                    for head in range(cfg.n_heads):
                        estimate[below, head, layer] = (added(below, head, layer) * gradient).sum((0, 1, 3))
            results = {"estimate": estimate}
            """);
    }

    /** What a head adds to what the heads of a layer above it read. */
    private static void composition(Setup setup, Python script, Way way, HeadInput input) throws PromptException {
        PatchScripts.runs(setup, script, way);
        ModelConfig config = setup.model().config();
        boolean shared = config.attention().grouped() && input != HeadInput.Q;
        script.add("""
            base_logits, base_cache = run(base_tokens)
            _, donor_cache = model.run_with_cache(donor_tokens)
            receivers = %1$s


            def hook_name(layer):
                return f"blocks.{layer}.attn.hook_%2$s"


            def added(below, head, layer):
                \"""What a head below adds in the donor run to what each head of a layer reads: [prompt, pos, head, d_head].\"""
                difference = donor_cache["z", below][:, :, head] - base_cache["z", below][:, :, head]
                sent = difference @ model.W_O[below, head]
            """, shared ? "cfg.n_key_value_heads" : "cfg.n_heads", input.hook());
        if (config.norms().post()) {
            script.add("    sent = sent / base_cache[f\"blocks.{below}.ln1_post.hook_scale\"]"
                    + " * model.blocks[below].ln1_post.w");
        }
        read(setup, script, config.norm());
        script.add(
                "    return torch.einsum(\"bpd,hde->bphe\", sent, model.blocks[layer].attn.%sW_%s)\n",
                shared ? "_" : "", input.name());
    }

    /** The norm in front of attention, dividing by the scale of the base run. */
    private static void read(Setup setup, Python script, NormKind norm) {
        if (norm.centres()) script.add("    sent = sent - sent.mean(-1, keepdim=True)");
        if (norm != NormKind.NONE) script.add("    sent = sent / base_cache[f\"blocks.{layer}.ln1.hook_scale\"]");
        boolean weights = !setup.model().processing().foldNorms() && norm.hasParameters();
        if (weights) script.add("    sent = sent * model.blocks[layer].ln1.w");
    }
}
