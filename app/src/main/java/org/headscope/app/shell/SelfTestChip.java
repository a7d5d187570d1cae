package org.headscope.app.shell;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.headscope.app.session.Session;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
import org.headscope.engine.check.Check;
import org.headscope.engine.check.SelfTest;
import org.headscope.engine.check.SelfTestReport;
import org.headscope.engine.model.Model;

/** Checks on a click that this machine computes right with the open model, and shows how many checks passed. */
final class SelfTestChip extends Button {
    private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
    private static final PseudoClass BUSY = PseudoClass.getPseudoClass("busy");

    private final Session session;
    private final Region light = new Region();
    private final LatestTask<Model, SelfTestReport> test;

    SelfTestChip(Session session, Executor engine, Consumer<Throwable> onFailure) {
        this.session = session;
        this.test = new LatestTask<>(engine, 0, SelfTest::run, this::show, onFailure);
        getStyleClass().add(Styles.CHIP);
        light.getStyleClass().add(Styles.LIGHT);
        setGraphic(light);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip());
        setOnAction(_ -> start());
        test.progressProperty().subscribe(step -> {
            if (step != null) setText(Text.of("selfTest.running", step.done(), step.total()));
        });
        test.busyProperty().subscribe(busy -> light.pseudoClassStateChanged(BUSY, busy));
        session.laboratoryProperty().subscribe(_ -> reset());
        // The engine belongs to what the user does.
        session.staleProperty().subscribe(stale -> {
            if (stale && test.isBusy()) reset();
        });
    }

    void start() {
        if (session.model() == null) return;
        reset();
        test.askNow(session.model());
    }

    private void reset() {
        test.cancel();
        light.pseudoClassStateChanged(GOOD, false);
        light.pseudoClassStateChanged(BAD, false);
        setText(Text.of("selfTest.name"));
        getTooltip().setText(Text.of("selfTest.help"));
    }

    private void show(SelfTestReport report) {
        setText(Text.of("selfTest.result", report.passed(), report.total()));
        light.pseudoClassStateChanged(GOOD, report.allPassed());
        light.pseudoClassStateChanged(BAD, !report.allPassed());
        String checks = report.checks().stream().map(SelfTestChip::line).collect(Collectors.joining("\n"));
        getTooltip().setText(checks);
    }

    private static String line(Check check) {
        return (check.passed() ? "✓ " : "✗ ") + check.name() + ": " + check.detail();
    }
}
