package org.headscope.app.ablation;

/** What a part that is switched off puts out instead. */
enum AblationKind {
    ZERO,
    /** The mean over the positions of the prompt. */
    PROMPT_MEAN,
    /** The mean over all positions of a set of prompts. */
    SET_MEAN,
    /** The mean over a set of prompts, for each position. */
    SET_MEAN_PER_POSITION,
    /** What it puts out in the corrupted prompt. */
    RESAMPLE;

    boolean isMean() {
        return this == PROMPT_MEAN || needsSet();
    }

    boolean needsSet() {
        return this == SET_MEAN || this == SET_MEAN_PER_POSITION;
    }
}
