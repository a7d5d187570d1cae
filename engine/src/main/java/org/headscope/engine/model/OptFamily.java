package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
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
        Sizes sizes = Sizes.read(read, "num_hidden_layers", "hidden_size", "num_attention_heads");
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
                read.positive("word_embed_proj_dim", sizes.dModel()) == sizes.dModel(),
                "word_embed_proj_dim",
                "Headscope reads OPT models without a projection behind the embedding only");
        return sizes.model(
                this,
                read,
                read.positive("max_position_embeddings", 2048),
                new PositionConfig.Learned(),
                sizes.attention(),
                new MlpConfig.Plain(read.positive("ffn_dim"), read.activation("activation_function", "relu")),
                NormConfig.of(NormKind.LAYER_NORM, 1e-5));
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        String prefix = read.prefix("embed_tokens.weight", "model.decoder.", "decoder.", "");
        boolean bias = json.flag("enable_bias", true);
        var frame = new Frame(this, json, config, read, prefix);
        return frame.weights(
                frame.embedding("embed_tokens.weight"),
                positions(frame),
                null,
                "layers.",
                parts -> block(parts, bias),
                frame.layerNorm("final_layer_norm"));
    }

    private static NDArray positions(Frame frame) throws ModelException {
        ModelConfig config = frame.config();
        String name = frame.prefix() + "embed_positions.weight";
        NDArray stored = frame.read().stored(name, config.nCtx() + OFFSET, config.dModel());
        return WeightReader.kept(() -> stored.get(OFFSET + ":").duplicate(), stored);
    }

    private static BlockWeights block(PlainLayers parts, boolean bias) throws ModelException {
        String at = "self_attn.";
        return new BlockWeights(
                parts.layerNorm("self_attn_layer_norm"),
                parts.attention(at + "q_proj", at + "k_proj", at + "v_proj", at + "out_proj", bias, bias),
                parts.layerNorm("final_layer_norm"),
                parts.mlp("fc1", "fc2", bias));
    }
}
