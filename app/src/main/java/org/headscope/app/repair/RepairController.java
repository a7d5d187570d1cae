package org.headscope.app.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import org.headscope.app.error.Sentences;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.hook.Site;

/** What moved elsewhere when something was switched off, and how much of the loss that made up for. */
public final class RepairController {
    private final Session session;
    private final RepairModel model = new RepairModel();
    private final RepairView view;
    private final ObservableValue<Boolean> showing;
    private final LatestTask<RepairWork, SelfRepair> work;
    /** The runs whose numbers are seen, or are being worked out. */
    private Comparison asked;

    public RepairController(Session session, Executor engine) {
        this.session = session;
        this.view = new RepairView(model, this::choose);
        this.work = new LatestTask<>(engine, 0, RepairWork::answer, this::show, this::failed);
        this.showing = Showing.of(view.card());
        session.laboratoryProperty().subscribe((_, _) -> forget());
        session.comparisonProperty().subscribe(this::ask);
        showing.subscribe(this::ask);
        session.selection().partProperty().subscribe(model.chosen::set);
        session.staleProperty().subscribe(stale -> {
            if (stale) giveWay();
        });
        view.card().staleProperty().bind(session.staleProperty().or(work.busyProperty()));
        view.card().busyProperty().bind(work.busyProperty());
    }

    /** The pane. */
    public PaneCard view() {
        return view.card();
    }

    /** Stops working it out; the pane offers to begin anew. */
    public void cancel() {
        if (!work.busyProperty().get()) return;
        work.cancel();
        asked = null;
        clear();
        model.reason.set(new EmptyState(
                Text.of("repair.stopped"), Text.of("repair.stopped.why"), Text.of("repair.resume"), this::ask));
    }

    RepairModel model() {
        return model;
    }

    private void choose(Site site) {
        if (site.isPart()) session.selection().partProperty().set(site);
    }

    private void forget() {
        work.cancel();
        asked = null;
        clear();
    }

    private void clear() {
        model.sentences.set(List.of());
        model.rows.set(List.of());
        view.card().runTagProperty().set("");
    }

    /** Lets the engine go, for a run after which {@link #ask} is called again. */
    private void giveWay() {
        if (work.busyProperty().get()) asked = null;
        work.cancel();
    }

    private void ask() {
        Comparison runs = session.comparisonProperty().get();
        if (!showing.getValue() || runs != null && runs == asked) return;
        work.cancel();
        asked = null;
        model.reason.set(missing(runs));
        if (model.reason.get() != null) return;
        asked = runs;
        view.card().errorProperty().set(null);
        work.askNow(new RepairWork(session.model(), runs));
    }

    /** What is missing for there to be something to see; null if nothing is. */
    private EmptyState missing(Comparison runs) {
        if (runs == null) return new EmptyState(Text.of("run.none"), Text.of("run.noneWhy"));
        if (runs.isClean()) return new EmptyState(Text.of("repair.clean"), Text.of("repair.clean.why"));
        return RepairWork.answers(session.model(), runs.after().experiment()).isEmpty()
                ? new EmptyState(Text.of("repair.noAnswer"), Text.of("repair.noAnswer.why"))
                : null;
    }

    private void show(SelfRepair repair) {
        model.sentences.set(sentences(repair));
        model.rows.set(RepairRow.of(repair));
        view.card().runTagProperty().set(RunTag.words(asked, Shown.DIFFERENCE, session.model()));
    }

    private static List<String> sentences(SelfRepair repair) {
        var sentences = new ArrayList<String>();
        boolean replaced = repair.moves().stream().anyMatch(SelfRepair.Move::replaced);
        String clean = MetricText.value(repair.clean());
        String changed = MetricText.value(repair.changed());
        if (replaced) {
            sentences.add(
                    Text.of("repair.direct", MetricText.change(-repair.direct()), MetricText.value(repair.expected())));
            sentences.add(Text.of("repair.truth", clean, changed, MetricText.change(repair.repair()), verdict(repair)));
        } else {
            sentences.add(Text.of("repair.noPart", clean, changed));
        }
        // What is rounded to nothing is not worth a sentence.
        if (Math.abs(repair.norm()) >= 0.005) {
            sentences.add(Text.of(
                    "repair.scale",
                    number(repair.scaleBefore()),
                    number(repair.scaleAfter()),
                    MetricText.change(repair.norm())));
        }
        return sentences;
    }

    private static String verdict(SelfRepair repair) {
        double fraction = repair.fraction();
        // Where hardly anything was lost, a share of it says nothing.
        if (Math.abs(repair.direct()) < 0.05 || Double.isNaN(fraction)) return Text.of("repair.verdict.little");
        String percent = String.format(Locale.ROOT, "%.0f", 100 * Math.abs(fraction));
        return Text.of(fraction >= 0 ? "repair.verdict.repaired" : "repair.verdict.worse", percent);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private void failed(Throwable failure) {
        asked = null;
        clear();
        Sentences.tell(failure, view.card().errorProperty()::set);
    }
}
