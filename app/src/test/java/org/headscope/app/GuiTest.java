package org.headscope.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.headscope.app.theme.Theme;
import org.headscope.app.theme.ThemeMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A test with a window, without a display: JavaFX's headless platform. A test shows a node with {@link #show} and
 * moves mouse and keys through the inherited robot. An exception on the FX thread that nobody caught fails the test.
 *
 * <p>Fonts differ from desk to desk: compare values of models and pixels of heat maps, never widths of texts.
 */
public abstract class GuiTest extends FxRobot {
    /** The screen of the headless platform has 1000 x 1000 pixels; larger windows are cut off. */
    protected static final int WIDTH = 900;

    protected static final int HEIGHT = 700;

    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private Stage stage;

    @BeforeEach
    void startToolkit() throws TimeoutException {
        stage = FxToolkit.registerPrimaryStage();
        fx(() -> Thread.currentThread().setUncaughtExceptionHandler((_, e) -> uncaught.add(e)));
    }

    @AfterEach
    void closeWindows() throws TimeoutException {
        settle();
        FxToolkit.cleanupStages();
        release(new javafx.scene.input.KeyCode[0]);
        release(new javafx.scene.input.MouseButton[0]);
        assertTrue(uncaught.isEmpty(), () -> "Uncaught on the FX thread: " + uncaught);
    }

    /** Shows a node in a dark window of {@link #WIDTH} x {@link #HEIGHT}. */
    protected <P extends Parent> P show(Callable<P> make) {
        return show(make, ThemeMode.DARK);
    }

    /** Shows a node in a window. */
    protected <P extends Parent> P show(Callable<P> make, ThemeMode mode) {
        P root = fx(() -> {
            P made = make.call();
            var scene = new Scene(made, WIDTH, HEIGHT);
            Theme.apply(scene, mode);
            stage.setScene(scene);
            stage.show();
            stage.toFront();
            return made;
        });
        settle();
        return root;
    }

    /** The test's window. */
    protected Stage stage() {
        return stage;
    }

    /** Does something on the FX thread and waits for it. */
    protected void fx(Runnable action) {
        fx(() -> {
            action.run();
            return null;
        });
    }

    /** Gets something from the FX thread. */
    protected <T> T fx(Callable<T> action) {
        return WaitForAsyncUtils.waitForAsyncFx(30_000, action);
    }

    /** Waits until the FX thread has nothing left to do and everything lies where it belongs. */
    protected void settle() {
        WaitForAsyncUtils.waitForFxEvents();
        // On a busy machine the next pulse may be late: a click would go to where a node was.
        fx(() -> {
            if (stage.getScene() != null) stage.getScene().getRoot().layout();
        });
    }

    /** Waits until a condition that is read on the FX thread holds, at most half a minute. */
    protected void await(BooleanSupplier condition) {
        try {
            WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> fx(condition::getAsBoolean));
        } catch (TimeoutException e) {
            throw new AssertionError("Waited half a minute in vain", e);
        }
        settle();
    }
}
