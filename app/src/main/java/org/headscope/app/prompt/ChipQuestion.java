package org.headscope.app.prompt;

import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/**
 * Everything the colours of the chips depend on.
 *
 * @param comparison the runs that are shown
 * @param part the chosen head, MLP or attention layer
 * @param position the position whose attention is shown; null for none
 * @param fit whether the range of the colours fits the numbers, or is fixed
 */
record ChipQuestion(
        ChipQuantity quantity, Comparison comparison, Shown shown, Site part, Integer position, boolean fit) {
    boolean hasHead() {
        return part.is(Part.HEAD);
    }

    /** Whether the numbers are differences of the two runs, which may have either sign. */
    boolean isSigned() {
        return switch (quantity) {
            case LOSS_CHANGE, LOG_PROBABILITY_CHANGE -> true;
            case LOSS, ATTENTION_FROM, ATTENTION_TO -> shown == Shown.DIFFERENCE;
            case NONE -> false;
        };
    }
}
