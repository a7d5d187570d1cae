package org.headscope.engine.analysis.residual;

import java.util.Objects;
import org.headscope.engine.hook.Site;

/**
 * What one part gives to a reading.
 *
 * @param site the hook point that carries what the part writes; null for what has none
 * @param value in the unit of the reading, such as logits
 * @param position where it gives most of it
 */
public record Share(Kind kind, Site site, double value, int position) {
    /** What kind of part. */
    public enum Kind {
        EMBED,
        POS_EMBED,
        HEAD,
        ATTENTION,
        MLP,
        /** The output biases of attention, which belong to no head. */
        BIAS,
        /** What is not told apart, or what interventions put into the stream behind the parts. */
        REST,
        /** What the reader adds by itself: b_U and the bias of its norm, or b_Q, b_K, b_V. */
        CONSTANT
    }

    /** Whether both are shares of the same part, in whatever readings. */
    boolean isOfSamePart(Share other) {
        return kind == other.kind && Objects.equals(site, other.site);
    }
}
