package org.headscope.engine.experiment.plan;

import java.util.Locale;

/** Which of the prompts of an experiment. */
public enum Prompts {
    /** Its prompts. */
    CLEAN,
    /** Its corrupted prompts. */
    CORRUPTED;

    String words() {
        return "the " + name().toLowerCase(Locale.ROOT) + " run";
    }
}
