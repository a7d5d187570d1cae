package org.headscope.app.shell;

/**
 * What the engine is doing, for the status bar.
 *
 * @param words one short sentence
 */
public record EngineState(Phase phase, String words) {
    public enum Phase {
        LOADING,
        READY,
        FAILED
    }
}
