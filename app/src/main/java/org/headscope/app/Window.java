package org.headscope.app;

import javafx.application.Application;
import org.headscope.app.cli.CommandException;
import org.headscope.app.cli.WindowOptions;
import org.headscope.engine.model.Model;

/** Opens the workbench's window, or says what is missing on this machine to do so. */
final class Window {
    /**
     * How many threads libtorch uses. One core is left to the window: threads that wait for a core that is busy painting make
     * small products many times slower than one thread alone.
     */
    private static final String ENGINE_THREADS = "ai.djl.pytorch.num_threads";

    private Window() {}

    /** Returns when the window is closed. */
    static void open(WindowOptions options) throws CommandException {
        String missing = Screen.missing();
        if (missing != null) throw new CommandException(missing);
        int cores = Runtime.getRuntime().availableProcessors();
        if (System.getProperty(ENGINE_THREADS) == null) {
            System.setProperty(ENGINE_THREADS, Integer.toString(Math.max(1, cores - 1)));
        }
        Model.prepare();
        WorkbenchApp.options(options);
        Application.launch(WorkbenchApp.class);
    }
}
