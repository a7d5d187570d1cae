package org.headscope.engine.run;

/**
 * How long work reports how far it is, and learns that nobody wants it any more. The engine calls {@link #at}
 * between layers, chunks or prompts.
 */
@FunctionalInterface
public interface Progress {
    /** Reports nowhere and never cancels. */
    Progress NONE = (done, total) -> {};

    /**
     * Called when {@code done} of {@code total} steps are finished.
     *
     * @throws java.util.concurrent.CancellationException to stop the work at this point
     */
    void at(int done, int total);
}
