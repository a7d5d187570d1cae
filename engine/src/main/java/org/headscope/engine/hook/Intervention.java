package org.headscope.engine.hook;

/**
 * A change made to a run, as data (interpretability.md E). Two that are equal do the same. What one needs besides, such as a mean
 * or the value of another run, is worked out when the run starts.
 */
public sealed interface Intervention
        permits ZeroAblation, MeanAblation, Resample, Patch, Freeze, SetTo, Scale, Steer, ProjectOut, Noise, KnockOut {
    Site site();

    /** The same intervention elsewhere. */
    Intervention at(Site site);

    /** In words, such as "3.5 → zero, all positions". */
    String describe();

    /** Whether it is one that leaves every value as it is, such as scaling by 1. */
    default boolean isIdle() {
        return false;
    }
}
