package org.headscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.headscope.app.Story;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.Test;

class RunTagTest {
    @Test
    void theTagNamesTheRunThatIsShown() throws Exception {
        var laboratory = new Laboratory(Story.model(Processing.RAW));
        Comparison clean = laboratory.run(Story.DRINK, Progress.NONE);
        for (Shown shown : Shown.values()) {
            assertEquals("run 1 · raw weights · BOS", RunTag.words(clean, shown, laboratory.model()));
        }
        Comparison ablated =
                laboratory.run(Story.DRINK.withBos(false).plus(new ZeroAblation(Site.mlp(1))), Progress.NONE);
        assertEquals("run 2 · before · raw weights · no BOS", RunTag.words(ablated, Shown.BEFORE, laboratory.model()));
        assertEquals("run 3 · after · raw weights · no BOS", RunTag.words(ablated, Shown.AFTER, laboratory.model()));
    }
}
