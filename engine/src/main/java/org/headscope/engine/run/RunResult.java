package org.headscope.engine.run;

import java.util.function.Consumer;
import org.headscope.engine.tensor.Tensor;

/** What a run computed. Immutable; safe to read from any thread. */
public final class RunResult {
    private final Rows logits;
    private final Tensor residual;
    private final Tensor logSumExp;
    private final Tensor lossPerToken;
    private final Activations kept;
    private final int reusedPositions;
    private final int reusedLayers;
    private final int predicted;

    public RunResult(
            Rows logits,
            Tensor residual,
            Tensor logSumExp,
            Tensor lossPerToken,
            Activations kept,
            int reusedPositions,
            int reusedLayers) {
        this(
                logits,
                residual,
                logSumExp,
                lossPerToken,
                kept,
                reusedPositions,
                reusedLayers,
                lossPerToken == null ? 0 : lossPerToken.size());
    }

    /** @param predicted how many values of the loss are those of a token, and not of padding */
    public RunResult(
            Rows logits,
            Tensor residual,
            Tensor logSumExp,
            Tensor lossPerToken,
            Activations kept,
            int reusedPositions,
            int reusedLayers,
            int predicted) {
        this.logits = logits;
        this.residual = residual;
        this.logSumExp = logSumExp;
        this.lossPerToken = lossPerToken;
        this.kept = kept;
        this.reusedPositions = reusedPositions;
        this.reusedLayers = reusedLayers;
        this.predicted = predicted;
    }

    /**
     * [batch, pos, d_vocab], or null where the pass stopped before the end. Where only some positions are needed, {@link
     * #logits(int, int)} is quicker.
     */
    public Tensor logits() {
        return logits == null ? null : logits.tensor();
    }

    /** Logits of the token after a position, [d_vocab]. */
    public Tensor logits(int batch, int position) {
        return logits.at(batch, position);
    }

    /** [batch, pos, d_model] where the pass stopped before the end, else null. */
    public Tensor residual() {
        return residual;
    }

    /** [batch, pos], log of the sum of the exponentials of the logits; null where there are none. */
    public Tensor logSumExp() {
        return logSumExp;
    }

    /**
     * [batch, pos - 1], negative log-probability of each token given those before it, in nats, 0 where there is padding;
     * null where there are no logits.
     */
    public Tensor lossPerToken() {
        return lossPerToken;
    }

    /** The values asked for. */
    public Activations kept() {
        return kept;
    }

    /** Every array that logits and kept values are made of, for counting memory; several runs may share one. */
    public void forEachArray(Consumer<Tensor> visitor) {
        if (logits != null) logits.forEachArray(visitor);
        kept.forEachArray(visitor);
    }

    /** How many leading positions were taken over from an earlier run in every layer. */
    public int reusedPositions() {
        return reusedPositions;
    }

    /** How many layers were taken over entirely, or for those positions. */
    public int reusedLayers() {
        return reusedLayers;
    }

    /** Mean over all predicted tokens, in nats; NaN for a prompt of one token. */
    public double loss() {
        double sum = 0;
        for (int i = 0; i < lossPerToken.size(); i++) sum += lossPerToken.flat(i);
        return sum / predicted;
    }
}
