package org.headscope.engine.hook;

/** A change made to a run, as data. */
public sealed interface Intervention permits ZeroAblation, MeanAblation, Patch {
    Site site();

    /** The same intervention elsewhere. */
    Intervention at(Site site);

    /** In words, such as "3.5 → zero, all positions". */
    String describe();
}
