package org.headscope.engine.analysis.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.PositionConfig;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What the first layer makes of a token that stands alone: the vector that later heads see in place of its embedding
 * (interpretability.md F.1). It is computed by running layer 0 on prompts of one token, whose heads can attend to nothing but
 * it, without position embeddings; so it is right for every architecture.
 *
 * @param part which vector
 * @param attention whether the heads of layer 0 attend to the token, rather than write nothing; of no consequence for {@link
 *     Part#EMBEDDING}
 * @param biases whether what layer 0's attention writes whatever it attends to, b_O and b_V W_O, is part of it; with them it is
 *     what a run has in which the heads attend to their own token and positions are not told
 */
public record EffectiveEmbedding(Part part, boolean attention, boolean biases) {
    /** Which vector of a token. */
    public enum Part {
        /** The token embedding, W_E. */
        EMBEDDING,
        /** What the MLP of layer 0 writes. */
        MLP,
        /** The residual stream after layer 0. */
        INCLUDING_MLP
    }

    /** The token embedding. */
    public static final EffectiveEmbedding PLAIN = new EffectiveEmbedding(Part.EMBEDDING, false, false);

    /** So many tokens are computed at once. */
    private static final int BLOCK = 512;

    private static final Site POSITIONS = Site.of(HookName.POS_EMBED);
    private static final Site WRITTEN = Site.of(HookName.block(0, "hook_attn_out"));
    private static final String MLP_OUT = HookName.block(0, "hook_mlp_out");

    /** What can be computed of a model: without an MLP in layer 0 there is but the embedding, alone or with attention. */
    public boolean fits(ModelConfig config) {
        return part == Part.EMBEDDING || part == Part.INCLUDING_MLP && attention || config.hasMlp();
    }

    /** The vectors of some tokens, [token, d_model]. */
    public Tensor of(Model model, List<Integer> tokens) {
        int width = model.config().dModel();
        var vectors = new float[tokens.size() * width];
        fill(model, tokens.stream().mapToInt(Integer::intValue).toArray(), vectors, 0, bias(model));
        return Tensor.of(vectors, tokens.size(), width);
    }

    /** The vectors of all tokens, in blocks of the vocabulary: [d_vocab, d_model]. */
    public Tensor of(Model model, Progress progress) {
        int count = model.config().dVocab();
        int width = model.config().dModel();
        var vectors = new float[Math.multiplyExact(count, width)];
        Tensor bias = bias(model);
        progress.at(0, count);
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            fill(model, IntStream.range(from, to).toArray(), vectors, from, bias);
            progress.at(to, count);
        }
        return Tensor.of(vectors, count, width);
    }

    /** Whether the vectors are a parameter of the model, of which no copy is needed. */
    boolean isParameter(ModelConfig config) {
        return part == Part.EMBEDDING && !config.norms().embedding();
    }

    private void fill(Model model, int[] tokens, float[] vectors, int firstRow, Tensor bias) {
        Activations kept = layer0(model, tokens, bias);
        int width = model.config().dModel();
        for (String name : terms(model.config())) {
            Tensor term = kept.get(name);
            for (int i = 0; i < term.size(); i++) vectors[firstRow * width + i] += term.flat(i);
        }
    }

    /** The values that make up the vector. */
    private List<String> terms(ModelConfig config) {
        var terms = new ArrayList<String>();
        if (part != Part.MLP) terms.add(HookName.EMBED);
        if (part == Part.INCLUDING_MLP && attention) terms.add(WRITTEN.hookName());
        if (part != Part.EMBEDDING && config.hasMlp()) terms.add(MLP_OUT);
        return terms;
    }

    private Activations layer0(Model model, int[] tokens, Tensor bias) {
        int[][] alone =
                IntStream.of(tokens).mapToObj(token -> new int[] {token}).toArray(int[][]::new);
        var silenced = new ArrayList<Intervention>();
        if (model.config().positions() instanceof PositionConfig.Learned) silenced.add(new ZeroAblation(POSITIONS));
        if (!attention) silenced.add(new ZeroAblation(WRITTEN));
        RunRequest request = RunRequest.of(alone)
                .keep(terms(model.config()).toArray(String[]::new))
                .with(silenced)
                .stopAt(1);
        if (bias != null) request = request.with(without(bias));
        try {
            return model.run(request).kept();
        } catch (PromptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static CodeHook without(Tensor bias) {
        return new CodeHook(NameFilter.of(WRITTEN.hookName()), (_, written) -> {
            float[] rest = written.toArray();
            for (int i = 0; i < rest.length; i++) rest[i] -= bias.flat(i % bias.size());
            return Tensor.of(rest, written.shape());
        });
    }

    /** What attention writes whatever it attends to, [d_model], where that is left out; else null. */
    private Tensor bias(Model model) {
        if (part == Part.EMBEDDING || !attention || biases) return null;
        Tensor wO = model.parameter(HookName.block(0, "attn.W_O"));
        Tensor bV = model.parameter(HookName.block(0, "attn.b_V"));
        Tensor ofValues =
                model.product(Factor.of(bV.reshape(1, bV.size())), Factor.of(wO.reshape(bV.size(), wO.size(2))));
        float[] sum = model.parameter(HookName.block(0, "attn.b_O")).toArray();
        for (int i = 0; i < sum.length; i++) sum[i] += ofValues.flat(i);
        return Tensor.of(sum, sum.length);
    }
}
