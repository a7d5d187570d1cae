package org.headscope.engine.model;

import java.util.Collections;
import java.util.List;

/**
 * The attention layers of a model.
 *
 * @param nHeads query heads
 * @param nKeyValueHeads heads of keys and values; query head h reads number {@link #keyValueHead}
 * @param scale what scores are divided by, one for each layer
 * @param windows how many positions up to its own a query sees, one for each layer; 0 for all
 * @param softCap c of c tanh(score / c), applied before the mask; 0 for none
 * @param qkNorm whether queries and keys are normalised (RMS, over d_head) before they are rotated
 */
public record AttentionConfig(
        int nHeads,
        int nKeyValueHeads,
        int dHead,
        List<Double> scale,
        List<Integer> windows,
        double softCap,
        boolean qkNorm) {

    public AttentionConfig {
        scale = List.copyOf(scale);
        windows = List.copyOf(windows);
    }

    /** As many key/value heads as query heads, scores divided by sqrt(d_head), every layer global. */
    static AttentionConfig of(int nLayers, int nHeads, int dHead) {
        return new AttentionConfig(
                nHeads,
                nHeads,
                dHead,
                Collections.nCopies(nLayers, Math.sqrt(dHead)),
                Collections.nCopies(nLayers, 0),
                0,
                false);
    }

    AttentionConfig withKeyValueHeads(int count) {
        return new AttentionConfig(nHeads, count, dHead, scale, windows, softCap, qkNorm);
    }

    AttentionConfig withScale(List<Double> divisors) {
        return new AttentionConfig(nHeads, nKeyValueHeads, dHead, divisors, windows, softCap, qkNorm);
    }

    AttentionConfig withWindows(List<Integer> perLayer) {
        return new AttentionConfig(nHeads, nKeyValueHeads, dHead, scale, perLayer, softCap, qkNorm);
    }

    AttentionConfig withSoftCap(double cap) {
        return new AttentionConfig(nHeads, nKeyValueHeads, dHead, scale, windows, cap, qkNorm);
    }

    AttentionConfig withQkNorm() {
        return new AttentionConfig(nHeads, nKeyValueHeads, dHead, scale, windows, softCap, true);
    }

    /** Query heads that share one key/value head; 1 where each has its own. */
    public int groupSize() {
        return nHeads / nKeyValueHeads;
    }

    /** Whether several query heads share keys and values. */
    public boolean grouped() {
        return nKeyValueHeads < nHeads;
    }

    /** The key/value head that a query head reads. */
    public int keyValueHead(int queryHead) {
        return queryHead / groupSize();
    }

    /** Whether a layer sees a window only. */
    public boolean isLocal(int layer) {
        return windows.get(layer) > 0;
    }
}
