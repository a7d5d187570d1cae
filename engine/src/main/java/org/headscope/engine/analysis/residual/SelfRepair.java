package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.model.NormKind;

/**
 * What moved elsewhere when parts of a model were replaced (interpretability.md F.12; Rushing and Nanda, 2402.15390). With the
 * scale of the final norm frozen at the clean run's, each part's contribution to a difference of logits changes by some amount;
 * the rest of the change is the norm's. All of it adds up: {@code changed = expected + repair}.
 *
 * @param clean the difference of logits without the replacement
 * @param changed the same with it
 * @param norm what the changed scale of the final norm adds to it
 * @param scaleBefore the scale of the final norm without the replacement
 * @param scaleAfter the same with it
 * @param moves every part's, in the order they write
 */
public record SelfRepair(
        double clean, double changed, double norm, double scaleBefore, double scaleAfter, List<Move> moves) {
    /**
     * How a part's contribution changed.
     *
     * @param site null for what has none
     * @param replaced whether the part itself was replaced, rather than answering to it
     * @param before in logits
     * @param after in logits, at the scale of the clean run
     */
    public record Move(Kind kind, Site site, boolean replaced, double before, double after) {
        public double change() {
            return after - before;
        }
    }

    public SelfRepair {
        moves = List.copyOf(moves);
    }

    /** The hook points that both runs must have kept. */
    public static NameFilter hooks(ModelConfig config) {
        return ReadingSplit.hooks(config);
    }

    /**
     * Compares two runs over as many tokens.
     *
     * @param replaced what was replaced in the second run
     */
    public static SelfRepair of(
            ActivationCache clean, ActivationCache changed, List<Site> replaced, AnswerTokens answers, int position) {
        var slice = new PosSlice.At(position);
        Reading reading = Reading.ofLogits(clean, answers, slice);
        var before = new ReadingSplit(clean, reading);
        // The changed stream seen as the clean run's norm and unembedding see it.
        var frozen = new ReadingSplit(changed, reading);
        double free = new ReadingSplit(changed, Reading.ofLogits(changed, answers, slice)).total();
        boolean byHead = replaced.stream().noneMatch(site -> site.is(Part.ATTENTION));
        List<Share> old = byHead ? before.heads() : before.layers();
        List<Share> now = byHead ? frozen.heads() : frozen.layers();
        var moves = new ArrayList<Move>();
        for (Share share : now) {
            double was = old.stream()
                    .filter(share::isOfSamePart)
                    .mapToDouble(Share::value)
                    .sum();
            moves.add(new Move(share.kind(), share.site(), isReplaced(share, replaced), was, share.value()));
        }
        for (Share share : old) {
            if (now.stream().noneMatch(share::isOfSamePart))
                moves.add(new Move(share.kind(), share.site(), false, share.value(), 0));
        }
        return new SelfRepair(
                before.total(), free, free - frozen.total(), scale(clean, position), scale(changed, position), moves);
    }

    /** An attention layer is replaced with one of its heads; a rest is what interventions put into the stream behind the parts. */
    private static boolean isReplaced(Share share, List<Site> replaced) {
        if (share.site() == null) return share.kind() == Kind.REST;
        return replaced.stream()
                .anyMatch(site -> share.site().isSamePart(site)
                        || share.kind() == Kind.ATTENTION
                                && site.is(Part.HEAD)
                                && site.layer() == share.site().layer());
    }

    private static double scale(ActivationCache cache, int position) {
        if (cache.config().norms().last() == NormKind.NONE) return 1;
        return cache.get(HookName.FINAL_SCALE).flat(position);
    }

    /** What the replaced parts gave that they do not give any more: their direct effect at the clean scale. */
    public double direct() {
        return -moves.stream().filter(Move::replaced).mapToDouble(Move::change).sum();
    }

    /** What the difference of logits would be if nothing else had moved. */
    public double expected() {
        return clean - direct();
    }

    /** How much more it is than {@link #expected()}: what the other parts and the norm did in answer. */
    public double repair() {
        return changed - expected();
    }

    /** The share of the direct effect that was made up for; above 1 if more than that, below 0 if the loss grew. */
    public double fraction() {
        return repair() / direct();
    }
}
