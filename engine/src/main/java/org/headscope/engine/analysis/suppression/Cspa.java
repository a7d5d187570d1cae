package org.headscope.engine.analysis.suppression;

import java.util.List;
import java.util.Set;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Copy-suppression preserving ablation (McDougall et al. 2310.04625; interpretability.md F.6): how much of what a head does is
 * done by lowering, where it attends to a token that is predicted already, that token. Everything else that the head writes gives
 * way to its mean, and the effect is direct, with the final norm frozen.
 *
 * @param predicted how many tokens of the text count as predicted at a destination: the most likely ones in front of the head
 * @param perSource how many tokens count as the same word as that at a source, itself among them
 * @param negativeOnly whether only what lowers a token is kept; needs one token for each source
 * @param functionWords ids of tokens to which attention says little; sources that hold one are never kept
 * @param strict whether a destination that has fewer tokens to choose from than are kept keeps just these; if not, it keeps all
 *     sources, function words among them, as the original does
 * @param self whether a token may be kept as a source for itself
 */
public record Cspa(
        Predicted predicted,
        int perSource,
        boolean negativeOnly,
        Set<Integer> functionWords,
        boolean strict,
        boolean self,
        Circuit circuit) {
    /** Which circuit of the head is cut down to copy suppression. */
    public enum Circuit {
        /** Only the sources are chosen; what is written from them is kept as a whole. */
        QK,
        /** Every source is kept, but of what is written only what is along the unembeddings of its tokens. */
        OV,
        BOTH
    }

    /** How many tokens count as predicted. */
    public sealed interface Predicted {
        int at(int destination);
    }

    /** As many everywhere. */
    public record Count(int tokens) implements Predicted {
        @Override
        public int at(int destination) {
            return tokens;
        }
    }

    /** A share of the tokens up to the destination, itself among them, rounded up. */
    public record Fraction(double share) implements Predicted {
        @Override
        public int at(int destination) {
            // a share such as 0.05 of 20 is not quite 1, and one kept token too many would be the result
            return (int) Math.ceil(share * (destination + 1) - 1e-9);
        }
    }

    public Cspa {
        functionWords = Set.copyOf(functionWords);
        if (perSource < 1) throw new IllegalArgumentException("A source has at least its own token.");
        if (negativeOnly && perSource > 1) {
            throw new IllegalArgumentException(
                    "What lowers a token can be told from what raises it for one token for each source only.");
        }
    }

    /** The settings of the paper's headline: the first 5 % of tokens, each by itself, only what lowers them. */
    public static Cspa standard(Set<Integer> functionWords) {
        return new Cspa(new Fraction(0.05), 1, true, functionWords, false, true, Circuit.BOTH);
    }

    /**
     * The ablation on one text.
     *
     * @param mean what stands in for what is not kept
     * @param sets which tokens count as the same word
     * @throws PromptException if the mean does not reach to the end of the text, or a norm follows on attention, so that it
     *     makes no sense to speak of what a source adds
     */
    public CspaText of(HeadOnText text, HeadReplacement mean, TokenSets sets, Progress progress)
            throws PromptException {
        if (text.cache().config().norms().post()) {
            throw new PromptException(
                    "In this model a norm follows on attention, so that what a head writes is no sum over"
                            + " sources: the copy-suppression preserving ablation is not defined for it.");
        }
        Tensor result = text.result();
        Tensor means = mean.over(result.size(0), result.size(1));
        var change = HeadChange.of(HeadChange.Route.DIRECT, Effects.Frozen.FINAL_NORM, mean);
        CspaPairs pairs = CspaPairs.of(this, text, sets);
        Tensor kept = new CspaResult(this, text, pairs).of(means);
        return new CspaText(
                text.effect(change, progress), text.written(change, kept, means, progress), pairs.keptBy(circuit));
    }

    /** A source that is kept for a destination. */
    public record Kept(int source, int token, float logit) {}

    /**
     * What the ablation does to a text.
     *
     * @param ablated the head replaced by its mean
     * @param preserved the same with what copy suppression does kept; its tokens raised and lowered are those of what is kept
     * @param kept for each destination, the most predicted first; the logit is what the stream in front of the head says at the
     *     scale of the final norm
     */
    public record CspaText(HeadEffect ablated, HeadEffect preserved, List<List<Kept>> kept) {
        public CspaText {
            kept = kept.stream().map(List::copyOf).toList();
        }
    }
}
