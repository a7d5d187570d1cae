package org.headscope.app;

import java.util.concurrent.TimeUnit;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TextArea;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import org.headscope.app.cli.CommandLineTool;
import org.headscope.app.resources.Resources;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.RunRequest;

/**
 * The whole program, whose user closes the window while the engine works; {@link ClosingTest} runs it in a process of its
 * own. Nothing here ends the process: it ends by itself, or not at all.
 */
final class ClosedWhileWorking {
    /** The word that stands before the name of a thread that holds the process up. */
    static final String HELD_UP = "held up by ";

    static final String DIALOG = "a second window: ";
    static final String TYPED = "Somebody types on while the engine works";

    private ClosedWhileWorking() {}

    /** {@code loading}: closes as soon as the window is there; {@code running}: with runs going on and more waiting. */
    public static void main(String[] args) {
        Runnable whenShown = args[0].equals("loading") ? ClosedWhileWorking::close : ClosedWhileWorking::workAndClose;
        Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) change.getAddedSubList().forEach(window -> seen(window, whenShown));
        });
        int code = CommandLineTool.run(new String[] {"window"}, org.headscope.app.Window::open);
        if (code != 0) throw new IllegalStateException("exit code " + code);
        Thread.getAllStackTraces().keySet().forEach(ClosedWhileWorking::expectEnd);
    }

    private static void seen(Window window, Runnable whenShown) {
        if (Window.getWindows().size() == 1) {
            Platform.runLater(whenShown);
        } else {
            System.out.println(DIALOG + window);
        }
    }

    private static void close() {
        Window window = Window.getWindows().getFirst();
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    /** Keeps the engine computing for longer than anybody waits, asks for a run by typing, and closes in the middle. */
    private static void workAndClose() {
        EngineThread.executor().execute(ClosedWhileWorking::compute);
        var editor =
                (TextArea) ((Stage) Window.getWindows().getFirst()).getScene().lookup("#prompt-text");
        editor.setText(TYPED);
        var typing = new PauseTransition(Duration.millis(700));
        typing.setOnFinished(_ -> Platform.runLater(ClosedWhileWorking::close));
        typing.play();
    }

    private static void compute() {
        int[] prompt = new int[200];
        try (Model model = Model.load(Resources.bundledModel(), Processing.RAW)) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (System.nanoTime() < end) model.run(RunRequest.of(prompt).keep("*"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names a thread that is neither a daemon nor over soon. */
    private static void expectEnd(Thread thread) {
        if (thread.isDaemon() || thread == Thread.currentThread()) return;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) System.out.println(HELD_UP + thread.getName());
    }
}
