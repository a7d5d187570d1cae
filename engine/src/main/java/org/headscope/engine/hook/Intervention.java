package org.headscope.engine.hook;

/** A change made to a run, as data. */
public sealed interface Intervention permits ZeroAblation, MeanAblation, Patch {
    Site site();

    /** The same intervention elsewhere. */
    Intervention at(Site site);

    /**
     * Whether it can make queries see keys behind them, such as a score set to 0 where the mask had put -infinity. Then values no
     * longer depend on earlier positions alone.
     */
    default boolean mayLookAhead() {
        boolean onlyTakesAway =
                this instanceof ZeroAblation && site().hookName().endsWith("hook_pattern");
        return HookName.isAttention(site().hookName()) && !onlyTakesAway;
    }

    /** In words, such as "3.5 → zero, all positions". */
    String describe();
}
