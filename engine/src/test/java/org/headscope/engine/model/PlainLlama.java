package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorSource;
import org.headscope.engine.tensor.Tensor;

/**
 * The forward pass of Llama, Qwen3 and Gemma 1 to 3 in plain loops and double precision, written from their description in
 * interpretability.md and transformers' documentation, straight from config.json and the tensors of a checkpoint. Shares
 * nothing with the engine but the reading of files.
 */
final class PlainLlama {
    private final JsonNode config;
    private final TensorSource tensors;
    private final boolean gemma;
    private final int d;
    private final int heads;
    private final int kvHeads;
    private final int e;

    PlainLlama(JsonNode config, TensorSource tensors) {
        this.config = config;
        this.tensors = tensors;
        this.gemma = config.path("model_type").asText().startsWith("gemma");
        this.d = config.path("hidden_size").asInt();
        this.heads = config.path("num_attention_heads").asInt();
        this.kvHeads = config.path("num_key_value_heads").asInt();
        this.e = config.path("head_dim").asInt();
    }

    /** Logits [pos][d_vocab]. */
    double[][] logits(int[] tokens) throws ModelException {
        int n = tokens.length;
        Tensor embedding = tensors.read("model.embed_tokens.weight");
        double[][] x = new double[n][d];
        for (int p = 0; p < n; p++) {
            for (int i = 0; i < d; i++) x[p][i] = embedding.get(tokens[p], i) * (gemma ? Math.sqrt(d) : 1);
        }
        boolean post = tensors.names().contains("model.layers.0.pre_feedforward_layernorm.weight");
        for (int layer = 0; layer < config.path("num_hidden_layers").asInt(); layer++) {
            String at = "model.layers." + layer + ".";
            double[][] attention = attention(layer, at + "self_attn.", norm(x, at + "input_layernorm"));
            if (post) attention = norm(attention, at + "post_attention_layernorm");
            x = sum(x, attention);
            String before = post ? "pre_feedforward_layernorm" : "post_attention_layernorm";
            double[][] mlp = mlp(at + "mlp.", norm(x, at + before));
            if (post) mlp = norm(mlp, at + "post_feedforward_layernorm");
            x = sum(x, mlp);
        }
        boolean own = tensors.names().contains("lm_head.weight");
        double[][] logits = times(norm(x, "model.norm"), own ? "lm_head" : "model.embed_tokens");
        double cap = config.path("final_logit_softcapping").asDouble(0);
        for (double[] row : logits) {
            for (int t = 0; cap > 0 && t < row.length; t++) row[t] = cap * Math.tanh(row[t] / cap);
        }
        return logits;
    }

    private double[][] attention(int layer, String at, double[][] x) throws ModelException {
        int n = x.length;
        double[][] q = times(x, at + "q_proj");
        double[][] k = times(x, at + "k_proj");
        double[][] v = times(x, at + "v_proj");
        boolean local = isLocal(layer);
        boolean qkNorm = tensors.names().contains(at + "q_norm.weight");
        for (int p = 0; p < n; p++) {
            for (int h = 0; h < heads; h++) prepare(q[p], h, p, local, qkNorm ? at + "q_norm" : null);
            for (int h = 0; h < kvHeads; h++) prepare(k[p], h, p, local, qkNorm ? at + "k_norm" : null);
        }
        boolean ownScale = config.hasNonNull("query_pre_attn_scalar");
        double scale = Math.sqrt(ownScale ? config.path("query_pre_attn_scalar").asDouble() : e);
        double cap = config.path("attn_logit_softcapping").asDouble(0);
        double[][] z = new double[n][heads * e];
        for (int h = 0; h < heads; h++) {
            int shared = h / (heads / kvHeads);
            for (int p = 0; p < n; p++) {
                int from = local ? Math.max(0, p - config.path("sliding_window").asInt() + 1) : 0;
                double[] weights = new double[p + 1];
                double total = 0;
                for (int key = from; key <= p; key++) {
                    double score = 0;
                    for (int i = 0; i < e; i++) score += q[p][h * e + i] * k[key][shared * e + i];
                    score /= scale;
                    if (cap > 0) score = cap * Math.tanh(score / cap);
                    weights[key] = Math.exp(score);
                    total += weights[key];
                }
                for (int key = from; key <= p; key++) {
                    for (int i = 0; i < e; i++) z[p][h * e + i] += weights[key] / total * v[key][shared * e + i];
                }
            }
        }
        return times(z, at + "o_proj");
    }

    private boolean isLocal(int layer) {
        if (config.has("layer_types")) {
            return config.path("layer_types").path(layer).asText().equals("sliding_attention");
        }
        int pattern = config.path("sliding_window_pattern").asInt(0);
        return pattern > 0 && (layer + 1) % pattern != 0;
    }

    /** Norm of one head, if there is one, and rotation by the position; in place. */
    private void prepare(double[] row, int head, int position, boolean local, String norm) throws ModelException {
        double[] x = Arrays.copyOfRange(row, head * e, (head + 1) * e);
        if (norm != null) x = norm(new double[][] {x}, norm)[0];
        double base = base(local);
        double factor = local ? 1 : factor();
        for (int i = 0; i < e / 2; i++) {
            double angle = position / factor * Math.pow(base, -2.0 * i / e);
            row[head * e + i] = x[i] * Math.cos(angle) - x[i + e / 2] * Math.sin(angle);
            row[head * e + i + e / 2] = x[i + e / 2] * Math.cos(angle) + x[i] * Math.sin(angle);
        }
    }

    private double base(boolean local) {
        if (config.has("rope_local_base_freq")) {
            return config.path(local ? "rope_local_base_freq" : "rope_theta").asDouble();
        }
        JsonNode rope = config.path("rope_parameters");
        JsonNode kind = rope.path(local ? "sliding_attention" : "full_attention");
        return (kind.isMissingNode() ? rope : kind).path("rope_theta").asDouble();
    }

    private double factor() {
        JsonNode now = config.path("rope_parameters").path("full_attention").path("factor");
        return now.asDouble(config.path("rope_scaling").path("factor").asDouble(1));
    }

    private double[][] mlp(String at, double[][] x) throws ModelException {
        double[][] gate = times(x, at + "gate_proj");
        double[][] up = times(x, at + "up_proj");
        for (int p = 0; p < x.length; p++) {
            for (int j = 0; j < up[p].length; j++) {
                double g = gate[p][j];
                double act = gemma
                        ? 0.5 * g * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g)))
                        : g / (1 + Math.exp(-g));
                up[p][j] *= act;
            }
        }
        return times(up, at + "down_proj");
    }

    private double[][] norm(double[][] x, String name) throws ModelException {
        Tensor weight = tensors.read(name + ".weight");
        double[][] result = new double[x.length][weight.size()];
        for (int p = 0; p < x.length; p++) {
            double square = 0;
            for (double value : x[p]) square += value * value / x[p].length;
            double scale = Math.sqrt(square + config.path("rms_norm_eps").asDouble());
            for (int i = 0; i < weight.size(); i++) {
                result[p][i] = x[p][i] / scale * (weight.flat(i) + (gemma ? 1 : 0));
            }
        }
        return result;
    }

    /** Times a matrix stored [out, in]. */
    private double[][] times(double[][] x, String name) throws ModelException {
        Tensor matrix = tensors.read(name + ".weight");
        double[][] result = new double[x.length][matrix.size(0)];
        for (int p = 0; p < x.length; p++) {
            for (int out = 0; out < matrix.size(0); out++) {
                for (int in = 0; in < matrix.size(1); in++) result[p][out] += x[p][in] * matrix.get(out, in);
            }
        }
        return result;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] result = new double[a.length][a[0].length];
        for (int p = 0; p < a.length; p++) {
            for (int i = 0; i < a[p].length; i++) result[p][i] = a[p][i] + b[p][i];
        }
        return result;
    }
}
