package org.headscope.app.pane;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.headscope.app.text.Text;

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

    /**
     * What a pane says until there is a run to show.
     *
     * @param problem why the prompt cannot be run, in one sentence; empty if it can
     */
    public static ObservableValue<EmptyState> until(ObservableValue<?> run, ObservableValue<String> problem) {
        return Bindings.createObjectBinding(
                () -> run.getValue() == null ? without(problem.getValue()) : null, run, problem);
    }

    private static EmptyState without(String problem) {
        return problem.isEmpty()
                ? new EmptyState(Text.of("run.none"), Text.of("run.noneWhy"))
                : new EmptyState(Text.of("run.noneOfPrompt"), problem);
    }
}
