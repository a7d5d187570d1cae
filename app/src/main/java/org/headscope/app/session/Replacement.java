package org.headscope.app.session;

import java.util.List;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/** What takes the place of the output of a part that is switched off. */
public sealed interface Replacement {
    /** The intervention that puts it there. */
    Intervention at(Site site);

    /** Nothing. */
    record Zero() implements Replacement {
        @Override
        public Intervention at(Site site) {
            return new ZeroAblation(site);
        }
    }

    /** A mean. */
    record Mean(MeanSource over) implements Replacement {
        @Override
        public Intervention at(Site site) {
            return new MeanAblation(site, over);
        }
    }

    /**
     * What the part puts out in the corrupted prompt.
     *
     * @param prompt its token ids, BOS included where it is wanted
     */
    record Corrupted(List<Integer> prompt) implements Replacement {
        @Override
        public Intervention at(Site site) {
            return Resample.from(prompt, site, Text.of("offer.corruptedPrompt"));
        }
    }
}
