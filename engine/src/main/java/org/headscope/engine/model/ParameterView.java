package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.engine.tensor.Tensor;

/** Parameters under the names and shapes of TransformerLens (interpretability.md A.2). */
record ParameterView(ModelConfig config, Weights weights) {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,6})\\.(.+)");

    Tensor get(String name) {
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Matcher matcher = BLOCK.matcher(name);
            NDArray array = matcher.matches() && Integer.parseInt(matcher.group(1)) < config.nLayers()
                    ? inBlock(weights.blocks().get(Integer.parseInt(matcher.group(1))), matcher.group(2))
                    : outsideBlocks(name);
            if (array == null) throw new IllegalArgumentException("The model has no parameter " + name);
            return Native.toTensor(array);
        }
    }

    private NDArray outsideBlocks(String name) {
        return switch (name) {
            case "embed.W_E" -> weights.wE();
            case "pos_embed.W_pos" -> weights.wPos();
            case "ln_final.w" -> weights.lnFinalW();
            case "ln_final.b" -> weights.lnFinalB();
            case "unembed.W_U" -> weights.wU();
            case "unembed.b_U" -> weights.bU();
            default -> null;
        };
    }

    private NDArray inBlock(BlockWeights block, String name) {
        return switch (name) {
            case "ln1.w" -> block.ln1W();
            case "ln1.b" -> block.ln1B();
            case "attn.W_Q" -> headFirst(block.wQ());
            case "attn.W_K" -> headFirst(block.wK());
            case "attn.W_V" -> headFirst(block.wV());
            case "attn.W_O" -> block.wO().reshape(config.nHeads(), config.dHead(), config.dModel());
            case "attn.b_Q" -> block.bQ().reshape(config.nHeads(), config.dHead());
            case "attn.b_K" -> block.bK().reshape(config.nHeads(), config.dHead());
            case "attn.b_V" -> block.bV().reshape(config.nHeads(), config.dHead());
            case "attn.b_O" -> block.bO();
            case "ln2.w" -> block.ln2W();
            case "ln2.b" -> block.ln2B();
            case "mlp.W_in" -> block.wIn();
            case "mlp.b_in" -> block.bIn();
            case "mlp.W_out" -> block.wOut();
            case "mlp.b_out" -> block.bOut();
            default -> null;
        };
    }

    /** [d_model, head * d_head] -> [head, d_model, d_head]. */
    private NDArray headFirst(NDArray matrix) {
        return matrix.reshape(config.dModel(), config.nHeads(), config.dHead()).transpose(1, 0, 2);
    }
}
