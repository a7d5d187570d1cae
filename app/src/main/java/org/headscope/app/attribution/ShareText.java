package org.headscope.app.attribution;

import org.headscope.app.session.PartText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.Share;

/** What shares of a reading are called. */
final class ShareText {
    private ShareText() {}

    /** @param step whose reading is split, null for the logits */
    static String of(Share share, TraceStep step) {
        return PartText.of(share.kind(), share.site(), constant(step));
    }

    /** What a reader adds by itself. */
    static String constant(TraceStep step) {
        return Text.of("part.constant." + (step == null ? "LOGITS" : step.input()));
    }
}
