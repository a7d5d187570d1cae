package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.LlamaVariant.Trait;

/**
 * Llama and the many models built like it (interpretability.md A.9): RMS norms, rotary positions, grouped keys and values, a
 * gated MLP. What tells them apart is data: a {@link LlamaVariant}, and what config.json says.
 */
record LlamaFamily(LlamaVariant variant) implements Family {
    static final List<LlamaFamily> ALL =
            LlamaVariant.ALL.stream().map(LlamaFamily::new).toList();

    @Override
    public String modelType() {
        return variant.modelType();
    }

    /** Not where the embedding is multiplied and the unembedding is not. */
    @Override
    public boolean canShareEmbedding() {
        return !variant.has(Trait.GEMMA);
    }

    /** transformers has a default for each, and tells in config.json only what differs from it. */
    @Override
    public boolean tied() {
        return variant.has(Trait.GEMMA);
    }

    /** Qwen's tokenizers know no BOS. */
    @Override
    public boolean prependBos() {
        return !modelType().startsWith("qwen");
    }

    @Override
    public ModelConfig config(ConfigReader read) throws ModelException {
        return new LlamaConfigReader(variant, read).config(prependBos());
    }

    @Override
    public Weights weights(ConfigReader json, ModelConfig config, WeightReader read) throws ModelException {
        var frame = new Frame(this, json, config, read, read.prefix("embed_tokens.weight", "model.", ""));
        int d = config.dModel();
        Weights weights = frame.weights(
                frame.embedding("embed_tokens.weight"),
                "layers.",
                parts -> block(json, parts),
                norm(new PlainLayers(config, read, frame.prefix()), "norm", d));
        if (canShareEmbedding()) return weights;
        return weights.withEmbedding(WeightReader.kept(() -> weights.wE().mul((float) Math.sqrt(d))));
    }

    private BlockWeights block(ConfigReader json, PlainLayers parts) throws ModelException {
        int d = parts.config().dModel();
        NormWeights ln1 = norm(parts, "input_layernorm", d);
        AttentionWeights attention = attention(json, parts);
        NormWeights afterAttention = norm(parts, "post_attention_layernorm", d);
        MlpWeights mlp = mlp(parts);
        if (!variant.has(Trait.POST_NORMS)) return new BlockWeights(ln1, attention, afterAttention, mlp);
        return new BlockWeights(
                ln1,
                attention,
                afterAttention,
                norm(parts, "pre_feedforward_layernorm", d),
                mlp,
                norm(parts, "post_feedforward_layernorm", d));
    }

    private AttentionWeights attention(ConfigReader json, PlainLayers parts) throws ModelException {
        String at = "self_attn.";
        boolean bias = json.flag("attention_bias", false);
        AttentionWeights plain = variant.has(Trait.FUSED)
                ? parts.stackedAttention(at + "qkv_proj", at + "o_proj", bias)
                : parts.attention(
                        at + "q_proj",
                        at + "k_proj",
                        at + "v_proj",
                        at + "o_proj",
                        bias || variant.has(Trait.QKV_BIAS),
                        bias);
        if (!variant.has(Trait.QK_NORM)) return plain;
        int dHead = parts.config().dHead();
        return plain.withNorms(norm(parts, at + "q_norm", dHead), norm(parts, at + "k_norm", dHead));
    }

    private MlpWeights mlp(PlainLayers parts) throws ModelException {
        WeightReader read = parts.read();
        String at = parts.at() + "mlp.";
        int d = parts.config().dModel();
        int m = parts.config().dMlp();
        if (variant.has(Trait.FUSED)) {
            List<NDArray> both = read.linears(at + "gate_up_proj.weight", d, m, m);
            return parts.gatedMlp(both.get(0), both.get(1), "mlp.down_proj");
        }
        NDArray gate = read.linear(at + "gate_proj.weight", d, m);
        return parts.gatedMlp(gate, read.linear(at + "up_proj.weight", d, m), "mlp.down_proj");
    }

    private NormWeights norm(PlainLayers parts, String name, int width) throws ModelException {
        NormWeights norm = parts.read().rmsNorm(parts.at() + name, width);
        if (variant.has(Trait.GEMMA)) norm.w().addi(1);
        return norm;
    }
}
