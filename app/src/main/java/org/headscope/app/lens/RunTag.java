package org.headscope.app.lens;

import java.util.Locale;
import java.util.StringJoiner;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;

/** Says in a few words which run is shown, and under which conventions. */
final class RunTag {
    private RunTag() {}

    static String of(Model model, Comparison comparison, Shown shown) {
        var tag = new StringJoiner(" · ");
        if (comparison.isClean()) {
            tag.add(Text.of("lens.tag.run", comparison.after().id()));
        } else {
            String run = shown == Shown.DIFFERENCE
                    ? Text.of(
                            "lens.tag.runs",
                            comparison.after().id(),
                            comparison.before().id())
                    : Text.of("lens.tag.run", (shown == Shown.BEFORE ? comparison.before() : comparison.after()).id());
            tag.add(run).add(Text.of("lens.tag." + shown.name().toLowerCase(Locale.ROOT)));
        }
        tag.add(Text.of(model.processing().equals(Processing.RAW) ? "lens.tag.raw" : "lens.tag.folded"));
        tag.add(Text.of(comparison.after().tokens().startsWithBos() ? "lens.tag.bos" : "lens.tag.noBos"));
        return tag.toString();
    }
}
