package org.headscope.app.error;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javafx.stage.Window;
import org.headscope.app.task.Background;

/** The one place for failures that nobody expected: they are logged, and shown once at a time with a code. */
public final class ErrorReporter {
    private static final System.Logger LOG = System.getLogger("org.headscope.app.error");

    private final Presenter presenter;
    private final Set<String> showing = new HashSet<>();

    /** Shows a report and says when the user has closed it. */
    @FunctionalInterface
    public interface Presenter {
        void show(ErrorReport report, Runnable closed);
    }

    /** Shows reports in a way of its own, for tests. */
    public ErrorReporter(Presenter presenter) {
        this.presenter = presenter;
    }

    /** Shows reports in a dialog over a window, which may be null while there is none. */
    public static ErrorReporter withDialog(Supplier<Window> owner) {
        return new ErrorReporter((report, closed) -> new ErrorDialog(report, owner.get(), closed).show());
    }

    /** Reports a failure from any thread. A report that is on the screen already is not shown again. */
    public void report(Throwable failure) {
        ErrorReport report = ErrorReport.of(failure);
        LOG.log(Level.ERROR, report.code(), failure);
        Background.onFx(() -> {
            if (showing.add(report.code())) {
                presenter.show(report, () -> showing.remove(report.code()));
            }
        });
    }

    /** Catches what is thrown on any thread; to be called before the toolkit starts. */
    public void catchUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> report(failure));
    }
}
