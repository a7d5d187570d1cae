package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.io.ModelException;

/**
 * GPT-2, distilgpt2 and the Stanford GPT-2s (interpretability.md A.9). Matrices are stored [in, out]; queries, keys and
 * values lie side by side in one matrix.
 */
final class Gpt2Family implements Family {
    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public ModelConfig config(JsonNode json) throws ModelException {
        var read = new ConfigReader(json);
        int dModel = read.positive("n_embd");
        int nHeads = read.positive("n_head");
        int nLayers = read.positive("n_layer");
        int dVocab = read.positive("vocab_size");
        if (dModel % nHeads != 0) {
            throw new ModelException("config.json gives n_embd " + dModel + ", which n_head " + nHeads
                    + " does not divide; the heads must share it evenly.");
        }
        if (nLayers > 1000) {
            throw new ModelException("config.json gives n_layer " + nLayers + "; more than 1000 layers are refused.");
        }
        int dHead = dModel / nHeads;
        double scale = read.flag("scale_attn_weights", true) ? Math.sqrt(dHead) : 1;
        boolean byLayer = read.flag("scale_attn_by_inverse_layer_idx", false);
        return new ModelConfig(
                modelType(),
                nLayers,
                nHeads,
                dModel,
                dHead,
                read.positive("n_inner", 4 * dModel),
                dVocab,
                read.positive("n_positions", read.positive("n_ctx", 1024)),
                NormKind.LAYER_NORM,
                read.number("layer_norm_epsilon", 1e-5),
                read.activation("activation_function", "gelu_new"),
                IntStream.range(0, nLayers)
                        .mapToObj(layer -> byLayer ? scale * (layer + 1) : scale)
                        .toList(),
                read.tokenId("bos_token_id", dVocab),
                read.tokenIds("eos_token_id", dVocab));
    }

    @Override
    public Weights weights(ModelConfig config, WeightReader read, NDManager manager) throws ModelException {
        String prefix = read.has("transformer.wte.weight") ? "transformer." : "";
        int d = config.dModel();
        NDArray wE = read.matrix(prefix + "wte.weight", config.dVocab(), d);
        var blocks = new ArrayList<BlockWeights>();
        for (int layer = 0; layer < config.nLayers(); layer++) {
            blocks.add(block(config, read, prefix + "h." + layer + "."));
        }
        boolean tied = !read.has(unembedding());
        NDArray wU = (tied ? wE : read.matrix(unembedding(), config.dVocab(), d)).transpose();
        return new Weights(
                manager,
                wE,
                read.matrix(prefix + "wpe.weight", config.nCtx(), d),
                blocks,
                read.vector(prefix + "ln_f.weight", d),
                read.vector(prefix + "ln_f.bias", d),
                wU,
                manager.zeros(new Shape(config.dVocab())),
                tied);
    }

    private static BlockWeights block(ModelConfig config, WeightReader read, String at) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        List<NDArray> w = read.columns(at + "attn.c_attn.weight", d, 3, d);
        List<NDArray> b = read.columns(at + "attn.c_attn.bias", 1, 3, d);
        return new BlockWeights(
                read.vector(at + "ln_1.weight", d),
                read.vector(at + "ln_1.bias", d),
                w.get(0),
                b.get(0),
                w.get(1),
                b.get(1),
                w.get(2),
                b.get(2),
                read.matrix(at + "attn.c_proj.weight", d, d),
                read.vector(at + "attn.c_proj.bias", d),
                read.vector(at + "ln_2.weight", d),
                read.vector(at + "ln_2.bias", d),
                read.matrix(at + "mlp.c_fc.weight", d, m),
                read.vector(at + "mlp.c_fc.bias", m),
                read.matrix(at + "mlp.c_proj.weight", m, d),
                read.vector(at + "mlp.c_proj.bias", d));
    }
}
