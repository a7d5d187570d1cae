package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.headscope.engine.io.ModelException;

/**
 * Checkpoints under TransformerLens's own names, with the fields of its HookedTransformerConfig (interpretability.md A.1, A.2):
 * attention-only models, SoLU and GELU toys, models made by hand, Othello-GPT, and anything saved from TransformerLens.
 */
final class TransformerLensFamily implements Family {
    @Override
    public String modelType() {
        return "transformer_lens";
    }

    /** There is no {@code model_type} in these files. */
    @Override
    public boolean describes(JsonNode json) {
        return json.path("model_type").asText("").equals(modelType())
                || !json.hasNonNull("model_type") && json.hasNonNull("d_model") && json.hasNonNull("n_layers");
    }

    @Override
    public String unembedding() {
        return "unembed.W_U";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        return new TransformerLensConfigReader(read).config();
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        int d = config.dModel();
        int vocab = config.dVocab();
        NDArray wE = read.stored("embed.W_E", vocab, d);
        NDArray wPos = config.positions().isLearned() ? read.stored("pos_embed.W_pos", config.nCtx(), d) : null;
        NormWeights lnEmbed = config.norms().embedding() ? norm(read, "embed.ln", NormKind.LAYER_NORM, d) : null;
        List<BlockWeights> blocks =
                new Frame(this, json, config, read, "").blocks("blocks.", parts -> block(config, read, parts.at()));
        return new Weights(
                read.manager(),
                wE,
                wPos,
                lnEmbed,
                blocks,
                norm(read, "ln_final", config.norms().last(), d),
                read.stored(unembedding(), d, vocab),
                read.stored("unembed.b_U", vocab),
                false);
    }

    private static BlockWeights block(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        NormKind kind = config.norm();
        boolean post = config.norms().post();
        return new BlockWeights(
                norm(read, at + "ln1", kind, d),
                attention(config, read, at + "attn."),
                post ? norm(read, at + "ln1_post", NormKind.RMS, d) : null,
                config.hasMlp() ? norm(read, at + "ln2", kind, d) : null,
                config.hasMlp() ? mlp(config, read, at + "mlp.") : null,
                post ? norm(read, at + "ln2_post", NormKind.RMS, d) : null);
    }

    private static AttentionWeights attention(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        int e = config.dHead();
        int heads = config.nHeads();
        int kvHeads = config.attention().nKeyValueHeads();
        // TransformerLens keeps what is shared by several heads under a name of its own
        String shared = at + (config.attention().grouped() ? "_" : "");
        boolean qkNorm = config.attention().qkNorm();
        return new AttentionWeights(
                read.perHead(at + "W_Q", heads, d, e),
                read.reshaped(at + "b_Q", new long[] {heads, e}, (long) heads * e),
                read.perHead(shared + "W_K", kvHeads, d, e),
                read.reshaped(shared + "b_K", new long[] {kvHeads, e}, (long) kvHeads * e),
                read.perHead(shared + "W_V", kvHeads, d, e),
                read.reshaped(shared + "b_V", new long[] {kvHeads, e}, (long) kvHeads * e),
                read.reshaped(at + "W_O", new long[] {heads, e, d}, (long) heads * e, d),
                read.stored(at + "b_O", d),
                qkNorm ? norm(read, at + "q_norm", NormKind.RMS, e) : null,
                qkNorm ? norm(read, at + "k_norm", NormKind.RMS, e) : null);
    }

    private static MlpWeights mlp(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        return new MlpWeights(
                read.stored(at + "W_in", d, m),
                read.stored(at + "b_in", m),
                config.mlp() instanceof MlpConfig.Gated ? read.stored(at + "W_gate", d, m) : null,
                read.stored(at + "W_out", m, d),
                read.stored(at + "b_out", d),
                config.mlp() instanceof MlpConfig.Solu(int _, NormKind inner) ? norm(read, at + "ln", inner, m) : null);
    }

    /** Null for a norm without parameters. */
    private static NormWeights norm(WeightReader read, String at, NormKind kind, int width) throws ModelException {
        if (!kind.hasParameters()) return null;
        NDArray weight = read.normWeight(at + ".w", width);
        return new NormWeights(weight, kind.centres() ? read.stored(at + ".b", width) : null);
    }
}
