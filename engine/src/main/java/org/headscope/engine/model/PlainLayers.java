package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.headscope.engine.io.ModelException;

/**
 * Reads parts of a block whose matrices are stored one by one, [out, in], as most architectures do.
 *
 * @param at what the names of the block start with, such as {@code transformer.h.3.}
 */
record PlainLayers(ModelConfig config, WeightReader read, String at) {
    /**
     * @param q name of the query matrix, like k and v for keys and values, o for the output
     * @param qkvBias whether queries, keys and values have biases
     * @param outBias whether the output has one
     */
    AttentionWeights attention(String q, String k, String v, String o, boolean qkvBias, boolean outBias)
            throws ModelException {
        int d = config.dModel();
        int queries = config.nHeads() * config.dHead();
        int keys = config.attention().nKeyValueHeads() * config.dHead();
        return new AttentionWeights(
                read.linear(at + q + ".weight", d, queries),
                read.bias(qkvBias, at + q + ".bias", queries),
                read.linear(at + k + ".weight", d, keys),
                read.bias(qkvBias, at + k + ".bias", keys),
                read.linear(at + v + ".weight", d, keys),
                read.bias(qkvBias, at + v + ".bias", keys),
                read.linear(at + o + ".weight", queries, d),
                read.bias(outBias, at + o + ".bias", d),
                null,
                null);
    }

    /** Queries, keys and values in one matrix [head, which, d_head, d_model], which is how they are shared out to machines. */
    AttentionWeights interleavedAttention(String qkv, String o, boolean bias) throws ModelException {
        int d = config.dModel();
        int queries = config.nHeads() * config.dHead();
        List<NDArray> w = read.interleaved(at + qkv + ".weight", config.nHeads(), config.dHead(), d);
        List<NDArray> b = bias
                ? read.interleaved(at + qkv + ".bias", config.nHeads(), config.dHead(), 0)
                : List.of(read.zeros(queries), read.zeros(queries), read.zeros(queries));
        return attention(w, b, o, bias);
    }

    /** Queries, then keys, then values in one matrix [all heads, d_model]. */
    AttentionWeights stackedAttention(String qkv, String o, boolean bias) throws ModelException {
        int d = config.dModel();
        int queries = config.nHeads() * config.dHead();
        int keys = config.attention().nKeyValueHeads() * config.dHead();
        List<NDArray> w = read.linears(at + qkv + ".weight", d, queries, keys, keys);
        List<NDArray> b = bias
                ? read.parts(at + qkv + ".bias", queries, keys, keys)
                : List.of(read.zeros(queries), read.zeros(keys), read.zeros(keys));
        return attention(w, b, o, bias);
    }

    /** Queries, keys and values taken apart, with the output projection of their own. */
    private AttentionWeights attention(List<NDArray> w, List<NDArray> b, String o, boolean bias) throws ModelException {
        return new AttentionWeights(
                w.get(0),
                b.get(0),
                w.get(1),
                b.get(1),
                w.get(2),
                b.get(2),
                read.linear(at + o + ".weight", (long) config.nHeads() * config.dHead(), config.dModel()),
                read.bias(bias, at + o + ".bias", config.dModel()),
                null,
                null);
    }

    /** An MLP without gate. */
    MlpWeights mlp(String in, String out, boolean bias) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        return new MlpWeights(
                read.linear(at + in + ".weight", d, m),
                read.bias(bias, at + in + ".bias", m),
                null,
                read.linear(at + out + ".weight", m, d),
                read.bias(bias, at + out + ".bias", d),
                null);
    }

    /** An MLP with a gate, without biases. */
    MlpWeights gatedMlp(NDArray gate, NDArray in, String out) throws ModelException {
        int d = config.dModel();
        int m = config.dMlp();
        return new MlpWeights(in, read.zeros(m), gate, read.linear(at + out + ".weight", m, d), read.zeros(d), null);
    }

    NormWeights layerNorm(String name) throws ModelException {
        return read.layerNorm(at + name, config.dModel());
    }
}
