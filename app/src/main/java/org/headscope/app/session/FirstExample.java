package org.headscope.app.session;

import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Site;

/** What the window shows when it is opened for the first time. */
public final class FirstExample {
    public static final Experiment EXPERIMENT = Experiment.of(
                    "When Mary and John went to the store, John gave a drink to", " Mary", " John")
            .withCorrupted("When Mary and John went to the store, Mary gave a drink to");

    /** The head of the bundled model that finds the answer. */
    public static final Site HEAD = Site.head(3, 3);

    private FirstExample() {}
}
