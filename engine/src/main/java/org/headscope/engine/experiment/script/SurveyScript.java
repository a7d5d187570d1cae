package org.headscope.engine.experiment.script;

import org.headscope.engine.experiment.plan.CorpusSurvey;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.SurveyPlan;

/** The script of a survey: it reads chunks and means from the survey's file, so that it measures the very same tokens. */
final class SurveyScript {
    private SurveyScript() {}

    static void of(Setup setup, Python script, CorpusSurvey of) throws ModelException {
        if (setup.model().config().norms().post()) {
            throw Script.none(of, "of models with a norm behind attention");
        }
        boolean zero = of.ablation() == SurveyPlan.Ablation.ZERO;
        script.add(
                "survey = sqlite3.connect(%s)",
                Python.text(setup.folder().resolve(of.survey()).toString()));
        script.add("""
            chunks = [torch.frombuffer(bytearray(ids), dtype=torch.int32).long()[None]
                      for ids, in survey.execute("SELECT ids FROM chunk ORDER BY id")]
            heads = survey.execute("SELECT layer, head FROM head ORDER BY id").fetchall()
            """);
        if (!zero) {
            script.add("""
                means = [torch.frombuffer(bytearray(z), dtype=torch.float32).reshape(-1, cfg.n_heads, cfg.d_head)
                         for z, in survey.execute("SELECT z FROM mean ORDER BY layer")]
                """);
        }
        script.add("""
            end = f"blocks.{cfg.n_layers - 1}.hook_resid_post"


            def loss(residual, scale, tokens):
                \"""Negative log-probability of each token, with the scale of the final norm given.\"""
                def freeze(value, hook):
                    return scale

                with model.hooks(fwd_hooks=[("ln_final.hook_scale", freeze)] if scale is not None else []):
                    logits = model(residual, start_at_layer=cfg.n_layers)
                return -logits.log_softmax(-1)[:, :-1].gather(-1, tokens[:, 1:, None])[0, :, 0]


            def effects(tokens, layer, head, cache):
                \"""The changes of the loss of each token: direct, total, indirect.\"""
                new = %s

                def replace(z, hook):
                    z[:, :, head] = new
                    return z

                scale = cache["ln_final.hook_scale"] if "ln_final.hook_scale" in cache else None
                before = cache[end]
                written = (new - cache[f"blocks.{layer}.attn.hook_z"][0, :, head]) @ model.W_O[layer, head]
                with model.hooks(fwd_hooks=[(f"blocks.{layer}.attn.hook_z", replace)]):
                    _, changed = model.run_with_cache(tokens, names_filter=[end])
                ends = [before + written, changed[end], changed[end] - written]
                return torch.stack([loss(r, scale, tokens) - loss(before, scale, tokens) for r in ends])


            found = [[] for _ in heads]
            for tokens in chunks:
                _, cache = model.run_with_cache(tokens)
                for number, (layer, head) in enumerate(heads):
                    found[number].append(effects(tokens, layer, head, cache))
            mean = torch.stack([torch.cat(one, -1).double().mean(-1) for one in found])
            """, zero ? "torch.zeros(tokens.shape[1], cfg.d_head)" : "means[layer][: tokens.shape[1], head]");
        script.add("results = {}");
        if (!of.heads().isEmpty()) {
            script.add("# of heads %s", of.heads().stream().map(Site::label).toList());
        }
        String shape = of.heads().isEmpty() ? ".reshape(cfg.n_layers, cfg.n_heads)" : "";
        for (Effect effect : of.total() ? Effect.values() : new Effect[] {Effect.DIRECT}) {
            script.add("results[\"%s\"] = mean[:, %d]%s", effect.label(), effect.ordinal(), shape);
        }
    }
}
