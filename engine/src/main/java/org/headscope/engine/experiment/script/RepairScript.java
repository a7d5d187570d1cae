package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.Repair;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.token.PromptException;

/** The script of self-repair; TransformerLens has none, so it adds up what its cache holds. */
final class RepairScript {
    private RepairScript() {}

    static void of(Setup setup, Python script, Repair of) throws PromptException, ModelException {
        ModelConfig config = setup.model().config();
        if (config.norms().post()) throw Script.none(of, "of models with norms behind attention and MLP");
        List<Site> replaced = Repair.replaced(setup.plan());
        setup.tokens(Prompts.CLEAN);
        setup.right();
        boolean byHead = replaced.stream().noneMatch(site -> site.is(Part.ATTENTION));
        script.add("place = (%s)", place(setup, of.position()));
        script.add("""
            _, clean_cache = model.run_with_cache(clean_tokens)
            _, changed_cache = run(clean_tokens)
            """);
        direction(setup, script);
        seen(script, config.norms().last());
        written(script, config, byHead);
        script.add("replaced = %s", Python.texts(names(replaced, byHead)));
        script.add("""
            before, after = parts(clean_cache), parts(changed_cache)
            gone = torch.tensor([label in replaced for label in labels])
            clean = before.sum(0)
            changed = seen(changed_cache[end], changed_cache) + constant
            direct = (before - after)[gone].sum(0)
            expected = clean - direct
            numbers = torch.stack([clean, direct, expected, changed, changed - expected, changed - after.sum(0)], dim=1)
            names = ["clean", "direct", "expected", "changed", "repair", "norm"]
            results = dict(zip(names, numbers.mean(0)))
            results["fraction"] = results["repair"] / results["direct"]
            results |= {"by_prompt": numbers, "before": before, "after": after}
            for label, change in zip(labels, (after - before).mean(1).tolist()):
                print(label, change)
            """);
    }

    private static String place(Setup setup, int position) throws PromptException {
        return setup.isPadded() ? PaddingScript.index(setup, position) : "slice(None), " + setup.counted(position);
    }

    /** What a vector in the stream is seen along, and what the answer has besides. */
    private static void direction(Setup setup, Python script) {
        NormKind norm = setup.model().config().norms().last();
        boolean weights = !setup.model().processing().foldNorms() && norm.hasParameters();
        boolean pair = !setup.wrongs().isEmpty();
        script.add("direction = model.W_U[:, right]%s  # [d_model, prompt]", pair ? " - model.W_U[:, wrong]" : "");
        script.add(
                "constant = model.b_U[right]%s%s",
                pair ? " - model.b_U[wrong]" : "", weights && norm.centres() ? " + model.ln_final.b @ direction" : "");
        if (weights) script.add("direction = direction * model.ln_final.w[:, None]");
    }

    private static void seen(Python script, NormKind norm) {
        script.add("""
            end = f"blocks.{cfg.n_layers - 1}.hook_resid_post"


            def seen(vectors, cache):
                \"""What vectors give to the answer, with the scale that the final norm has in a run: [prompt].\"""
                vectors = vectors[place]
            """);
        if (norm.centres()) script.add("    vectors = vectors - vectors.mean(-1, keepdim=True)");
        if (norm != NormKind.NONE) script.add("    vectors = vectors / cache[\"ln_final.hook_scale\"][place]");
        script.add("    return (vectors * direction.T).sum(-1)\n");
    }

    private static void written(Python script, ModelConfig config, boolean byHead) {
        boolean learned = config.positions() instanceof PositionConfig.Learned;
        script.add(
                """

                def parts(cache):
                    \"""What each part gives at the scale of the clean run, then a rest and the constant: [part, prompt].\"""
                    written = [cache["hook_embed"]%s]
                    for layer in range(cfg.n_layers):
                        %s
                """,
                learned ? ", cache[\"hook_pos_embed\"]" : "",
                byHead
                        ? "written += torch.einsum(\"bphe,hed->hbpd\", cache[\"z\", layer], model.W_O[layer])"
                        : "written.append(cache[\"attn_out\", layer])");
        if (config.hasMlp()) script.add("        written.append(cache[\"mlp_out\", layer])");
        if (byHead) script.add("    written.append(model.b_O.sum(0).expand_as(cache[end]))");
        script.add("""
                given = torch.stack([seen(vectors, clean_cache) for vectors in written])
                rest = seen(cache[end], clean_cache) - given.sum(0)
                return torch.cat([given, rest[None], constant[None]])


            """);
        script.add("labels = [\"embed\"%s]", learned ? ", \"pos_embed\"" : "");
        script.add("for layer in range(cfg.n_layers):");
        script.add(
                byHead
                        ? "    labels += [f\"{layer}.{head}\" for head in range(cfg.n_heads)]"
                        : "    labels.append(f\"attention {layer}\")");
        if (config.hasMlp()) script.add("    labels.append(f\"MLP {layer}\")");
        script.add("labels += [%s\"rest\", \"constant\"]", byHead ? "\"biases of attention\", " : "");
    }

    /** What replaced parts are called; an attention layer is replaced with one of its heads. */
    private static List<String> names(List<Site> replaced, boolean byHead) {
        var names = new ArrayList<String>();
        for (Site site : replaced) {
            boolean layer = !byHead && site.is(Part.HEAD);
            names.add((layer ? Site.attention(site.layer()) : site).label());
        }
        names.add("rest");
        return names.stream().distinct().toList();
    }
}
