package org.headscope.app.shell;

import java.lang.management.ManagementFactory;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Run;

/** The line at the bottom: what the engine does, how far it is, how long the last run took, memory, warnings. */
final class StatusBar extends HBox {
    private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final PseudoClass BUSY = PseudoClass.getPseudoClass("busy");

    private final Region light = new Region();
    private final Label engine = new Label();
    private final Label lastRun = new Label();
    private final Label memory = new Label();
    private final Session session;

    StatusBar(Session session, ModelOpener opener, Node warnings) {
        this.session = session;
        getStyleClass().add(Styles.STATUS_BAR);
        light.getStyleClass().add(Styles.LIGHT);
        lastRun.getStyleClass().add(Styles.MUTED);
        memory.getStyleClass().add(Styles.MUTED);
        memory.setTooltip(new Tooltip(Text.of("status.memoryHelp")));
        var space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().setAll(light, engine, progress(), lastRun, space, memory, warnings);

        opener.stateProperty().subscribe(this::show);
        session.comparisonProperty().subscribe(this::showRun);
        session.stoppedProperty().subscribe(this::showRun);
        watchMemory();
    }

    private HBox progress() {
        var bar = new ProgressBar();
        bar.setPrefWidth(120);
        session.progressProperty().subscribe(step -> bar.setProgress(step == null ? -1 : step.share()));
        var cancel = new Button(Text.of("status.cancel"));
        cancel.getStyleClass().add(Styles.PILL);
        cancel.setOnAction(_ -> session.cancel());
        var box = new HBox(bar, cancel);
        box.getStyleClass().add("progress-box");
        // Most runs are over within a few frames; a bar that flashes would only disturb.
        var patience = new Timeline(new KeyFrame(
                Duration.millis(400), _ -> box.setVisible(session.busyProperty().get())));
        box.setVisible(false);
        box.managedProperty().bind(box.visibleProperty());
        session.busyProperty().subscribe(busy -> {
            if (busy) {
                patience.playFromStart();
            } else {
                patience.stop();
                box.setVisible(false);
            }
        });
        return box;
    }

    private void show(EngineState state) {
        engine.setText(state.words());
        light.pseudoClassStateChanged(GOOD, state.phase() == EngineState.Phase.READY);
        light.pseudoClassStateChanged(BUSY, state.phase() == EngineState.Phase.LOADING);
        light.pseudoClassStateChanged(BAD, state.phase() == EngineState.Phase.FAILED);
    }

    private void showRun() {
        Comparison comparison = session.comparisonProperty().get();
        if (session.stoppedProperty().get()) {
            lastRun.setText(
                    comparison == null
                            ? Text.of("status.stopped")
                            : Text.of("status.stoppedShowing", RunTag.run(comparison, Shown.DIFFERENCE)));
            return;
        }
        if (comparison == null || comparison.after().isStored()) {
            lastRun.setText("");
            return;
        }
        Run run = comparison.after();
        String reused = run.reusedPositions() == 0
                ? ""
                : Text.of("status.reused", run.reusedPositions(), run.tokens().size());
        lastRun.setText(Text.of("status.lastRun", run.id(), Math.max(1, Math.round(run.millis()))) + reused);
    }

    private void watchMemory() {
        var clock = new Timeline(new KeyFrame(Duration.seconds(2), _ -> showMemory()));
        clock.setCycleCount(Animation.INDEFINITE);
        // Only while the window shows, so that a closed window leaves nothing running.
        sceneProperty()
                .flatMap(scene -> scene.windowProperty())
                .flatMap(window -> window.showingProperty())
                .subscribe(showing -> {
                    if (Boolean.TRUE.equals(showing)) {
                        clock.play();
                        showMemory();
                    } else {
                        clock.stop();
                    }
                });
    }

    private void showMemory() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        long weights = session.model() == null ? 0 : session.model().weightBytes() >> 20;
        memory.setText(Text.of("status.memory", heap, weights));
    }
}
