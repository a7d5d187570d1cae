package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import org.headscope.engine.io.ModelException;

/** OPT (interpretability.md A.9): the vector of position p is stored in row p + 2. */
final class OptFamily implements Family {
    private static final int OFFSET = 2;

    @Override
    public String modelType() {
        return "opt";
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        int dModel = read.positive("hidden_size");
        int nHeads = read.positive("num_attention_heads");
        int nLayers = read.layers("num_hidden_layers");
        int dVocab = read.positive("vocab_size");
        read.require(
                read.flag("do_layer_norm_before", true),
                "do_layer_norm_before",
                "Headscope reads OPT models with norms in front of attention and MLP only");
        read.require(
                !read.flag("_remove_final_layer_norm", false),
                "_remove_final_layer_norm",
                "Headscope reads OPT models with a final norm only");
        read.require(
                read.flag("layer_norm_elementwise_affine", true),
                "layer_norm_elementwise_affine",
                "Headscope reads OPT models whose norms have weights only");
        read.require(
                read.positive("word_embed_proj_dim", dModel) == dModel,
                "word_embed_proj_dim",
                "Headscope reads OPT models without a projection behind the embedding only");
        return new ModelConfig(
                modelType(),
                nLayers,
                dModel,
                dVocab,
                read.positive("max_position_embeddings", 2048),
                new PositionConfig.Learned(),
                AttentionConfig.of(nLayers, nHeads, read.share("hidden_size", "num_attention_heads")),
                new MlpConfig.Plain(read.positive("ffn_dim"), read.activation("activation_function", "relu")),
                NormConfig.of(NormKind.LAYER_NORM, 1e-5),
                false,
                0,
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("embed_tokens.weight", "model.decoder.", "decoder.", "");
        boolean bias = json.flag("enable_bias", true);
        int d = config.dModel();
        NDArray wE = read.stored(prefix + "embed_tokens.weight", config.dVocab(), d);
        NDArray positions = read.stored(prefix + "embed_positions.weight", config.nCtx() + OFFSET, d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            var parts = new PlainLayers(config, read, prefix + "layers." + layer + ".");
            String at = "self_attn.";
            blocks.add(new BlockWeights(
                    parts.layerNorm("self_attn_layer_norm"),
                    parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "out_proj", bias, bias),
                    parts.layerNorm("final_layer_norm"),
                    parts.mlp("fc1", "fc2", bias)));
        }
        Unembedding unembedding = Unembedding.read(json, config, read, unembedding(), wE);
        return new Weights(
                read.manager(),
                wE,
                WeightReader.kept(() -> positions.get(OFFSET + ":").duplicate(), positions),
                null,
                blocks,
                read.layerNorm(prefix + "final_layer_norm", d),
                unembedding.wU(),
                read.zeros(config.dVocab()),
                unembedding.tied());
    }
}
