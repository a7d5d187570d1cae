package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.engine.tensor.Tensor;

/**
 * Parameters under the names and shapes of TransformerLens (interpretability.md A.2). Norms without parameters read as weight
 * 1 and bias 0. With grouped heads {@code attn.W_K} and its like have one entry for each query head, and {@code attn._W_K}
 * those that are stored.
 *
 * <p>Shapes: {@code embed.W_E} [d_vocab, d_model], {@code pos_embed.W_pos} [n_ctx, d_model], {@code unembed.W_U} [d_model,
 * d_vocab], {@code unembed.b_U} [d_vocab]; {@code attn.W_Q}, {@code W_K}, {@code W_V} [head, d_model, d_head], their biases
 * [head, d_head], {@code attn.W_O} [head, d_head, d_model], {@code attn.b_O} [d_model]; {@code mlp.W_in} and {@code mlp.W_gate}
 * [d_model, d_mlp], {@code mlp.b_in} [d_mlp], {@code mlp.W_out} [d_mlp, d_model], {@code mlp.b_out} [d_model]; norms [d_model],
 * those of queries and keys [d_head], {@code mlp.ln} [d_mlp].
 */
record ParameterView(ModelConfig config, Weights weights) {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,6})\\.(.+)");

    Tensor get(String name) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return Native.toTensor(array(name));
        }
    }

    /** A view of a parameter or, where its shape is not the stored one, an array of the scope it is asked for in. */
    NDArray array(String name) {
        Matcher matcher = BLOCK.matcher(name);
        NDArray array = matcher.matches() && Integer.parseInt(matcher.group(1)) < config.nLayers()
                ? inBlock(weights.blocks().get(Integer.parseInt(matcher.group(1))), matcher.group(2))
                : outsideBlocks(name);
        if (array == null) throw new IllegalArgumentException("The model has no parameter " + name);
        return array;
    }

    private NDArray outsideBlocks(String name) {
        return switch (name) {
            case "embed.W_E" -> weights.wE();
            case "embed.ln.w" -> weight(weights.lnEmbed());
            case "embed.ln.b" -> bias(weights.lnEmbed());
            case "pos_embed.W_pos" -> weights.wPos();
            case "ln_final.w" -> weight(weights.lnFinal());
            case "ln_final.b" -> bias(weights.lnFinal());
            case "unembed.W_U" -> weights.wU();
            case "unembed.b_U" -> weights.bU();
            default -> null;
        };
    }

    private NDArray inBlock(BlockWeights block, String name) {
        return switch (name) {
            case "ln1.w" -> weight(block.ln1());
            case "ln1.b" -> bias(block.ln1());
            case "ln1_post.w" -> weight(block.ln1Post());
            case "ln2.w" -> weight(block.ln2());
            case "ln2.b" -> bias(block.ln2());
            case "ln2_post.w" -> weight(block.ln2Post());
            default ->
                name.startsWith("attn.")
                        ? ofAttention(block.attention(), name.substring("attn.".length()))
                        : block.mlp() == null ? null : ofMlp(block.mlp(), name);
        };
    }

    private NDArray ofAttention(AttentionWeights attention, String name) {
        boolean grouped = config.attention().grouped();
        return switch (name) {
            case "W_Q" -> headFirst(attention.wQ());
            case "W_K" -> perQueryHead(headFirst(attention.wK()));
            case "W_V" -> perQueryHead(headFirst(attention.wV()));
            case "_W_K" -> grouped ? headFirst(attention.wK()) : null;
            case "_W_V" -> grouped ? headFirst(attention.wV()) : null;
            case "W_O" -> attention.wO().reshape(config.nHeads(), config.dHead(), config.dModel());
            case "b_Q" -> splitBias(attention.bQ());
            case "b_K" -> perQueryHead(splitBias(attention.bK()));
            case "b_V" -> perQueryHead(splitBias(attention.bV()));
            case "_b_K" -> grouped ? splitBias(attention.bK()) : null;
            case "_b_V" -> grouped ? splitBias(attention.bV()) : null;
            case "b_O" -> attention.bO();
            case "q_norm.w" -> weight(attention.qNorm());
            case "k_norm.w" -> weight(attention.kNorm());
            default -> null;
        };
    }

    private static NDArray ofMlp(MlpWeights mlp, String name) {
        return switch (name) {
            case "mlp.W_in" -> mlp.wIn();
            case "mlp.b_in" -> mlp.bIn();
            case "mlp.W_gate" -> mlp.wGate();
            case "mlp.W_out" -> mlp.wOut();
            case "mlp.b_out" -> mlp.bOut();
            case "mlp.ln.w" -> weight(mlp.norm());
            case "mlp.ln.b" -> bias(mlp.norm());
            default -> null;
        };
    }

    private static NDArray weight(NormWeights norm) {
        return norm == null ? null : norm.w();
    }

    private static NDArray bias(NormWeights norm) {
        return norm == null ? null : norm.b();
    }

    /** [d_model, head * d_head] -> [head, d_model, d_head]. */
    private NDArray headFirst(NDArray matrix) {
        return matrix.reshape(config.dModel(), -1, config.dHead()).transpose(1, 0, 2);
    }

    /** [head * d_head] -> [head, d_head]. */
    private NDArray splitBias(NDArray bias) {
        return bias.reshape(-1, config.dHead());
    }

    /** What each key/value head has [kv_head, ...], once for each query head. */
    private NDArray perQueryHead(NDArray array) {
        return config.attention().grouped() ? array.repeat(0, config.attention().groupSize()) : array;
    }
}
