package org.headscope.app.shell;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.app.theme.Styles;
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
    /** What was found of the open model; null before that. */
    private SelfTestReport report;

    SelfTestChip(Session session, Executor engine, Consumer<Throwable> onFailure) {
        this.session = session;
        Path published = Resources.published();
        this.test = new LatestTask<>(
                engine, 0, (model, progress) -> SelfTest.run(model, published, progress), this::show, onFailure);
        getStyleClass().add(Styles.CHIP);
        light.getStyleClass().add(Styles.LIGHT);
        setGraphic(light);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip());
        setOnAction(_ -> act());
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

    /** Shows what was found; without anything found yet, looks. */
    private void act() {
        if (report == null) {
            start();
        } else {
            new SelfTestDialog(getScene().getWindow(), session.model().name(), report, this::start).show();
        }
    }

    void start() {
        if (session.model() == null) return;
        reset();
        test.askNow(session.model());
    }

    private void reset() {
        test.cancel();
        report = null;
        light.pseudoClassStateChanged(GOOD, false);
        light.pseudoClassStateChanged(BAD, false);
        setText(Text.of("selfTest.name"));
        getTooltip().setText(Text.of("selfTest.help"));
    }

    private void show(SelfTestReport found) {
        report = found;
        setText(Text.of("selfTest.result", report.passed(), report.total()));
        light.pseudoClassStateChanged(GOOD, report.allPassed());
        light.pseudoClassStateChanged(BAD, !report.allPassed());
        getTooltip().setText(Text.of("selfTest.show"));
    }
}
