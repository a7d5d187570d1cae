package org.headscope.app;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.headscope.app.cli.WindowOptions;

/** The workbench: the only place that makes services and wires them. */
public final class WorkbenchApp extends Application {
    private static WindowOptions options = WindowOptions.NONE;

    /** What the command line says; set before the launch. */
    static void options(WindowOptions given) {
        options = given;
    }

    @Override
    public void start(Stage stage) {
        stage.setTitle("Headscope");
        stage.setScene(new Scene(new StackPane(), 1200, 800));
        stage.show();
        if (options.exitAfterFirstRun()) Platform.exit();
    }
}
