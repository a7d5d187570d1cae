package org.headscope.app.pane;

/**
 * What an empty pane says.
 *
 * @param what what is missing, in a few words
 * @param why why, and what to do about it
 * @param action the label of a button that does it, or null for none
 * @param run what the button does
 */
public record EmptyState(String what, String why, String action, Runnable run) {
    /** Without a button. */
    public EmptyState(String what, String why) {
        this(what, why, null, () -> {});
    }
}
