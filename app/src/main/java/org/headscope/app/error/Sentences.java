package org.headscope.app.error;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.headscope.app.text.Text;
import org.headscope.engine.io.FileFault;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;

/** Tells failures that can happen to anybody, which are a sentence in the pane, from defects of the program. */
public final class Sentences {
    private Sentences() {}

    /** The sentence for an expected failure; empty for a defect, which belongs to {@link ErrorReporter}. */
    public static Optional<String> of(Throwable failure) {
        return switch (failure) {
            case ModelException e -> Optional.of(e.getMessage());
            case PromptException e -> Optional.of(e.getMessage());
            case IOException e -> Optional.of(Text.of("error.file", FileFault.reason(e)));
            case OutOfMemoryError _ -> Optional.of(Text.of("error.memory"));
            case ExecutionException e when e.getCause() != null -> of(e.getCause());
            case CompletionException e when e.getCause() != null -> of(e.getCause());
            default -> Optional.empty();
        };
    }

    /**
     * What a pane does with background work that failed: an expected failure becomes a sentence in the pane; of a defect the
     * sentence only names the code, and it is raised.
     */
    public static void tell(Throwable failure, Consumer<String> sentence) {
        Optional<String> expected = of(failure);
        sentence.accept(expected.orElseGet(() -> Text.of("error.code", ErrorReport.codeOf(failure))));
        if (expected.isEmpty()) raise(failure);
    }

    /** Lets a defect go up on the FX thread, to the {@link ErrorReporter}. */
    public static void raise(Throwable defect) {
        switch (defect) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(defect);
        }
    }
}
