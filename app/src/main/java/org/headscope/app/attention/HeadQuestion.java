package org.headscope.app.attention;

import java.util.List;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;

/**
 * What the large matrix shall show.
 *
 * @param heads summed where there are several
 */
record HeadQuestion(Model model, Comparison comparison, Shown shown, List<Site> heads, Quantity quantity) {
    HeadQuestion {
        heads = List.copyOf(heads);
    }
}
