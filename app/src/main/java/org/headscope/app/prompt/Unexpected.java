package org.headscope.app.prompt;

/** Failures that are not the user's. */
final class Unexpected {
    private Unexpected() {}

    /** Lets a failure of background work go up on the FX thread, to where all such failures are reported. */
    static void raise(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
