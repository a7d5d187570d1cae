package org.headscope.engine.experiment.script;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.attention.ScoreWriters.Writers;
import org.headscope.engine.experiment.plan.AttentionPatterns;
import org.headscope.engine.experiment.plan.HeadDetection;
import org.headscope.engine.experiment.plan.QueryKeyProducts;
import org.headscope.engine.experiment.plan.RepeatedTokenRoles;
import org.headscope.engine.experiment.plan.ScoreSplits;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.token.PromptException;

/** Scripts of attention patterns, scores and roles of heads. */
final class AttentionScripts {
    private AttentionScripts() {}

    static void patterns(Setup setup, Python script, AttentionPatterns of) {
        script.add("""
            _, cache = run(clean_tokens)
            results = {}
            for layer in %s:
                pattern = cache["pattern", layer]
                results[f"blocks.{layer}.attn.hook_pattern"] = pattern
            """, of.layers().isEmpty() ? "range(cfg.n_layers)" : of.layers());
        if (of.valueWeighted()) {
            script.add("""
                    v = cache["v", layer].repeat_interleave(cfg.n_heads // cache["v", layer].shape[2], dim=2)
                    lengths = torch.einsum("bkhe,hed->bhkd", v, model.W_O[layer]).norm(dim=-1)
                    weighted = pattern * (lengths / lengths.amax(-1, keepdim=True))[:, :, None]
                    results[f"value_weighted.{layer}"] = weighted
                """);
        }
    }

    private static boolean rotary(ModelConfig config) {
        return config.positions() instanceof PositionConfig.Rotary;
    }

    static void dimensions(Setup setup, Python script, QueryKeyProducts of) throws PromptException {
        ModelConfig config = setup.model().config();
        script.add(
                """
                _, cache = run(clean_tokens)
                q = cache[%s][0, %d, %d]
                k = cache[%s][0, : %d, %d]
                results = {"query_key_dimensions": q * k / %s}
                """,
                Python.text("blocks." + of.layer() + ".attn.hook_" + (rotary(config) ? "rot_" : "") + "q"),
                setup.counted(of.query()),
                of.head(),
                Python.text("blocks." + of.layer() + ".attn.hook_" + (rotary(config) ? "rot_" : "") + "k"),
                setup.counted(of.query()) + 1,
                config.attention().keyValueHead(of.head()),
                config.attnScale().get(of.layer()));
    }

    static void scoreWriters(Setup setup, Python script, ScoreSplits of) throws PromptException, ModelException {
        ModelConfig config = setup.model().config();
        if (config.attention().qkNorm()
                || config.norms().post()
                || config.positions() instanceof PositionConfig.Shortformer) {
            throw Script.none(of, "of models that normalise queries and keys");
        }
        boolean centres = config.norm().centres();
        boolean none = config.norm() == NormKind.NONE;
        boolean weights =
                !setup.model().processing().foldNorms() && config.norm().hasParameters();
        String ln = "model.blocks[" + of.layer() + "].ln1";
        String normed = (centres ? "(stack - stack.mean(-1, keepdim=True))" : "stack")
                + (none ? "" : " / cache[\"blocks." + of.layer() + ".ln1.hook_scale\"][0]")
                + (weights ? " * " + ln + ".w" : "");
        script.add("_, cache = run(clean_tokens)");
        script.add(
                of.writers() == Writers.COMPONENTS
                        ? "stack = cache.decompose_resid(layer=%d)[:, 0]  # [part, pos, d_model]"
                        : "stack = cache.get_full_resid_decomposition(layer=%d, expand_neurons=False)[:, 0]  # [part,"
                                + " pos, d_model]",
                of.layer());
        script.add("normed = %s", normed);
        script.add(
                """
                rest = %s  # what no part wrote
                attn = model.blocks[%d].attn


                def seen(weight, bias):
                    \"""What each part gives to queries or keys, and last the rest: [part, pos, d_head].\"""
                    parts = torch.cat([normed @ weight, (rest @ weight + bias).expand(1, normed.shape[1], -1)])
                    return %s


                q = seen(attn.W_Q[%d], attn.b_Q[%d])[:, %d]
                k = seen(attn.W_K[%d], attn.b_K[%d])[:, %d]
                split = q @ k.T / %s
                results = {"score": split.sum(), "score_split": split, "by_query": split.sum(1), "by_key": split.sum(0)}
                """,
                weights && centres ? ln + ".b" : "torch.zeros(cfg.d_model)",
                of.layer(),
                rotary(config) ? "attn.apply_rotary(parts[:, :, None])[:, :, 0]" : "parts",
                of.head(),
                of.head(),
                setup.counted(of.query()),
                of.head(),
                of.head(),
                setup.counted(of.key()),
                config.attnScale().get(of.layer()));
    }

    static void detectors(Setup setup, Python script, HeadDetection of) {
        script.add("""
            _, cache = run(clean_tokens)
            kinds = [
                get_previous_token_head_detection_pattern,
                get_duplicate_token_head_detection_pattern,
                get_induction_head_detection_pattern,
            ]
            length = clean_tokens.shape[1]
            counted = torch.ones(length, length).tril()
            """);
        if (of.excludeBos()) script.add("counted[:, 0] = 0");
        if (of.excludeCurrent()) script.add("counted.fill_diagonal_(0)");
        script.add("""
            patterns = torch.stack([cache["pattern", layer] for layer in range(cfg.n_layers)], dim=1)
            patterns = patterns * counted  # [prompt, layer, head, query, key]
            share, closeness = [], []
            for prompt, tokens in enumerate(clean_tokens):
                for kind in kinds:
                    perfect = kind(tokens[None]) * counted
                    on = (patterns[prompt] * (perfect > 0)).sum((-1, -2))
                    share.append((on / patterns[prompt].sum((-1, -2))).nan_to_num(0))
                    closeness.append(1 - (patterns[prompt] - perfect).abs().sum((-1, -2)) / length)
            shape = (len(clean_tokens), len(kinds), cfg.n_layers, cfg.n_heads)
            results = {"share": torch.stack(share).view(shape), "closeness": torch.stack(closeness).view(shape)}
            """);
    }

    static void roles(Setup setup, Python script, RepeatedTokenRoles of) {
        List<String> rows = IntStream.range(0, of.rows())
                .mapToObj(row -> "    "
                        + Python.ints(HeadRoles.repeatedTokens(setup.model(), of.length(), of.seed() + row)) + ",")
                .toList();
        int bos = setup.model().config().bosId().isPresent() ? 1 : 0;
        script.add("# random tokens said twice");
        script.add("tokens = torch.tensor([\n%s\n])", String.join("\n", rows));
        script.add("""
            length = %d
            start, second = %d, %d
            _, cache = model.run_with_cache(tokens)
            scores = torch.zeros(1, 4, cfg.n_layers, cfg.n_heads)
            for layer in range(cfg.n_layers):
                pattern = cache["pattern", layer].mean(0)
                back = lambda steps, first: pattern.diagonal(-steps, -2, -1)[:, first - steps :].mean(-1)
                scores[0, 0, layer] = back(1, max(1, start))
                scores[0, 1, layer] = back(length, second)
                scores[0, 2, layer] = back(length - 1, second)
                scores[0, 3, layer] = pattern[:, 1:, 0].mean(-1)
            results = {"roles": scores}
            """, of.length(), bos, bos + of.length());
    }
}
