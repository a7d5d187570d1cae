package org.headscope.app.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.headscope.app.chart.DotPlot;
import org.headscope.app.error.Sentences;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.PromptSets;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.io.Prompt;

/** The metric of every prompt of a set, with and without the interventions of the experiment. */
public final class FamilyController {
    private final Session session;
    private final FamilyModel model = new FamilyModel();
    private final Survey survey;
    private final PaneCard card;
    private final ObservableValue<Boolean> showing;
    private Distribution shown;
    private Consumer<Prompt> onOpen = _ -> {};

    public FamilyController(Session session, Executor engine) {
        this.session = session;
        this.survey = new Survey(engine, this::failed);
        this.card = new FamilyView(model, new Actions()).card();
        this.showing = Showing.of(card);
        model.library.bind(session.setsProperty());
        model.library.subscribe((_, _) -> {
            follow();
            ask();
        });
        session.experimentProperty().map(Experiment::prompt).subscribe(this::follow);
        model.group.subscribe(this::ask);
        session.laboratoryProperty().subscribe((_, _) -> survey.clear());
        session.comparisonProperty().subscribe(this::ask);
        showing.subscribe(this::ask);
        session.staleProperty().subscribe(stale -> {
            if (stale) survey.giveWay();
        });
        survey.stateProperty().subscribe(this::show);
        card.staleProperty().bind(session.staleProperty());
        card.busyProperty().bind(model.running);
        card.runTagProperty().bind(RunTag.ofBoth(session));
        card.emptyProperty().bind(Bindings.createObjectBinding(this::empty, session.comparisonProperty(), model.group));
    }

    /** The pane. */
    public PaneCard view() {
        return card;
    }

    /** What opens a prompt. */
    public void setOnOpen(Consumer<Prompt> action) {
        onOpen = action;
    }

    /** Stops measuring; what was measured stays. */
    public void cancel() {
        if (model.running.get()) survey.stop();
    }

    FamilyModel model() {
        return model;
    }

    private final class Actions implements FamilyView.Actions {
        @Override
        public void open(int dot) {
            onOpen.accept(survey.stateProperty()
                    .get()
                    .key()
                    .prompts()
                    .get(shown.places().get(dot)));
        }

        @Override
        public void measureAll() {
            survey.all();
        }

        @Override
        public void stop() {
            survey.stop();
        }
    }

    /** The set of the prompt that is open; another prompt that belongs to none leaves the set as it is. */
    private void follow() {
        PromptSets library = model.library.get();
        String prompt = session.experimentProperty().get().prompt();
        library.groupOf(prompt).ifPresent(model.group::set);
        if (model.group.get() != null && !library.groups().contains(model.group.get())) model.group.set(null);
        mark();
    }

    private void ask() {
        Comparison comparison = session.comparisonProperty().get();
        String group = model.group.get();
        boolean ready = showing.getValue()
                && comparison != null
                && group != null
                && !session.staleProperty().get();
        if (!showing.getValue()) {
            survey.giveWay();
        } else if (ready) {
            List<Prompt> prompts = model.library.get().of(group);
            survey.show(FamilyKey.of(session.laboratoryProperty().get(), comparison, prompts));
        }
    }

    private EmptyState empty() {
        if (session.comparisonProperty().get() == null) {
            return new EmptyState(Text.of("family.noModel"), Text.of("family.noModelWhy"));
        }
        return model.group.get() == null ? new EmptyState(Text.of("family.empty"), Text.of("family.emptyWhy")) : null;
    }

    private void show(Survey.State state) {
        model.running.set(state.running());
        long done = state.done();
        int all = state.measured().size();
        model.progress.set(all == 0 ? "" : Text.of("family.measured", done, all));
        model.left.set(done < all ? all : 0);
        shown = Distribution.of(state).orElse(null);
        if (shown == null) {
            model.dots.set(List.of());
            model.sentences.set(List.of());
            return;
        }
        boolean compared = shown.after().length > 0;
        model.compared.set(compared);
        model.before.set(before(state.key()));
        model.axis.set(Text.of("family.axis", MetricText.name(shown.kind())));
        var dots = new ArrayList<DotPlot.Item>();
        for (int i = 0; i < shown.places().size(); i++) {
            Prompt prompt = state.key().prompts().get(shown.places().get(i));
            String label = prompt.title().isBlank() ? prompt.text() : prompt.title();
            dots.add(new DotPlot.Item(label, shown.before()[i], compared ? shown.after()[i] : Double.NaN));
        }
        model.dots.set(dots);
        model.sentences.set(sentences(shown, model.before.get()));
        mark();
    }

    private static String before(FamilyKey key) {
        return Text.of(key.base().isEmpty() ? "family.before" : "family.pinned");
    }

    private static List<String> sentences(Distribution shown, String before) {
        var sentences = new ArrayList<String>();
        boolean compared = shown.after().length > 0;
        String first = compared ? before : MetricText.name(shown.kind());
        sentences.add(summary(first, shown.kind(), shown.before()));
        if (compared) {
            sentences.add(summary(Text.of("family.after"), shown.kind(), shown.after()));
            double[] changes = shown.changes();
            Distribution.Moments moved = Distribution.moments(changes);
            long smaller = Arrays.stream(changes).filter(change -> change < 0).count();
            sentences.add(Text.of(
                    "family.moved",
                    MetricText.change(moved.mean()),
                    spread(moved),
                    String.valueOf(moved.above()),
                    String.valueOf(smaller)));
        }
        if (shown.unlike() > 0) sentences.add(Text.of("family.unlike", shown.unlike()));
        if (shown.undefined() > 0) sentences.add(Text.of("family.undefined", shown.undefined()));
        if (!shown.problems().isEmpty()) {
            sentences.add(Text.of(
                    "family.failed", shown.problems().size(), shown.problems().getFirst()));
        }
        return sentences;
    }

    /** Only a difference of logits has a zero that means something. */
    private static String summary(String name, Metric.Kind kind, double[] values) {
        Distribution.Moments moments = Distribution.moments(values);
        String mean = MetricText.value(moments.mean());
        if (kind != Metric.Kind.LOGIT_DIFFERENCE) return Text.of("family.mean", name, mean, spread(moments));
        return Text.of(
                "family.summary",
                name,
                mean,
                spread(moments),
                String.valueOf(moments.above()),
                String.valueOf(moments.count()));
    }

    private static String spread(Distribution.Moments moments) {
        return Double.isNaN(moments.spread()) ? "–" : MetricText.value(moments.spread());
    }

    private void mark() {
        if (shown == null || survey.stateProperty().get().key() == null) return;
        List<Prompt> prompts = survey.stateProperty().get().key().prompts();
        String open = session.experimentProperty().get().prompt();
        int dot = -1;
        for (int i = 0; i < shown.places().size() && dot < 0; i++) {
            if (prompts.get(shown.places().get(i)).text().equals(open)) dot = i;
        }
        model.open.set(dot);
    }

    private void failed(Throwable failure) {
        Sentences.tell(failure, card.errorProperty()::set);
    }
}
