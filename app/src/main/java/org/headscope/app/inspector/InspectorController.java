package org.headscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.headscope.app.error.Sentences;
import org.headscope.app.session.Ablation;
import org.headscope.app.session.AblationText;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Offers;
import org.headscope.app.session.PartText;
import org.headscope.app.session.Session;
import org.headscope.app.session.Shown;
import org.headscope.app.session.TokenText;
import org.headscope.app.session.TokensOfSet;
import org.headscope.app.task.LatestTask;
import org.headscope.app.task.Prepared;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;

/** What is selected, in words and numbers, what can be done with it, and what to try next. */
public final class InspectorController {
    /** Walking over the map with the arrow keys asks about the last part only. */
    private static final int PAUSE = 120;

    private static final int TOP_ATTENDED = 3;

    private final Session session;
    private final InspectorModel model = new InspectorModel();
    private final InspectorView view;
    private final LatestTask<PartFacts.Question, PartFacts> facts;
    private final LatestTask<PlaceFacts.Question, PlaceFacts> places;
    private final Prepared<TokensOfSet, List<List<Integer>>> sets;
    private Consumer<Site> ablate;
    private PartFacts known;
    private ObservableValue<HeadRoles> repeatedRoles;

    public InspectorController(Session session, Executor engine) {
        this.session = session;
        this.ablate = this::toggle;
        this.view = new InspectorView(model, () -> ablate.accept(place()), this::clearToken);
        this.sets = new Prepared<>(TokensOfSet::encode, engine, this::fail);
        view.offer(new ChangeMenu(session, sets, () -> view.steer(PartText.of(stream())), model.problem::set)::items);
        view.offerQuick(this::change);
        view.offerSteering(this::steer);
        this.facts = new LatestTask<>(engine, PAUSE, PartFacts::of, this::take, this::fail);
        this.places = new LatestTask<>(engine, PAUSE, PlaceFacts::of, this::take, this::fail);
        session.comparisonProperty().subscribe(this::show);
        session.laboratoryProperty().subscribe((_, _) -> sets.clear());
        session.experimentProperty().subscribe((_, _) -> model.problem.set(""));
        session.shownProperty().subscribe(this::show);
        session.ablationProperty().subscribe(this::show);
        session.experimentProperty().subscribe(this::showPart);
        session.selection().partProperty().subscribe(this::show);
        session.selection().positionProperty().subscribe(this::show);
        session.selection().keyProperty().subscribe(this::show);
        session.staleProperty().subscribe(stale -> {
            if (!stale) return;
            facts.cancel();
            places.cancel();
        });
        model.stale.bind(session.staleProperty());
    }

    /** The section of the side panel. */
    public Region view() {
        return view.region();
    }

    /** What the button "switch off" does, in place of switching off this part alone. */
    public void setOnAblate(Consumer<Site> action) {
        ablate = action;
    }

    /** Where the scores of all heads on random tokens said twice come from. */
    public void setRepeatedRoles(ObservableValue<HeadRoles> roles) {
        repeatedRoles = roles;
        roles.subscribe(_ -> showPart());
    }

    /** Offers to show the attention of a head; without this there is no such button. */
    public void setOnShowAttention(Consumer<Site> action) {
        view.lead(
                "attention",
                Text.of("inspector.showAttention"),
                model.site.map(site -> site.is(Part.HEAD)),
                () -> action.accept(place()));
    }

    /** Offers to show what a part gives among all others; without this there is no such button. */
    public void setOnShowAttribution(Consumer<Site> action) {
        view.lead(
                "attribution",
                Text.of("inspector.showAttribution"),
                model.site.map(site -> !site.isStream()),
                () -> action.accept(place()));
    }

    /** Offers to show the OV and QK circuits of a head; without this there is no such button. */
    public void setOnShowCircuit(Consumer<Site> action) {
        view.lead(
                "circuit",
                Text.of("inspector.showCircuit"),
                model.site.map(site -> site.is(Part.HEAD)),
                () -> action.accept(place()));
    }

    /** What is known about the selected part; null until the engine has said it. */
    PartFacts known() {
        return known;
    }

    InspectorModel model() {
        return model;
    }

    private Site place() {
        return session.selection().place();
    }

    private Ablation ablation() {
        return session.ablationProperty().get();
    }

    /** Does what a button offers, or takes it back. */
    private void change(Intervention offered) {
        boolean there = session.experimentProperty().get().active().contains(offered);
        if (there) session.toggle(offered);
        else session.change(offered);
    }

    /** Where the stream is steered: where it is looked at, or behind the layer of the part. */
    private Site stream() {
        Site place = place();
        return place.isStream() ? place : Site.of("resid_post", place.layer());
    }

    private Optional<String> steer(Steering steering) {
        if (session.model() == null) return Optional.of(Text.of("run.noneWhy"));
        try {
            session.change(steering.on(
                    stream(), session.model(), session.experimentProperty().get()));
            return Optional.empty();
        } catch (PromptException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void toggle(Site part) {
        Experiment now = session.experimentProperty().get();
        if (now.changes(part)) {
            session.edit(Text.of("session.restore", PartText.of(part)), e -> e.without(part));
        } else {
            session.edit(
                    Text.of("session.ablate", PartText.of(part)),
                    e -> e.without(part).plus(ablation().of(part)));
        }
    }

    private void clearToken() {
        session.selection().keyProperty().set(null);
        session.selection().positionProperty().set(null);
    }

    /** The run that is shown; differences are told of the run with the interventions. */
    private Run run() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null) return null;
        return session.shownProperty().get() == Shown.BEFORE ? comparison.before() : comparison.after();
    }

    private void show() {
        showPart();
        showToken();
        ask();
    }

    private void ask() {
        Run run = run();
        if (run == null || session.staleProperty().get()) return;
        askAboutPlace(run);
        if (known != null && known.isAbout(run, place(), ablation())) return;
        facts.ask(new PartFacts.Question(session.laboratoryProperty().get(), run, place(), ablation()));
    }

    private void askAboutPlace(Run run) {
        var question = new PlaceFacts.Question(session.model(), run, place(), position(run));
        PlaceWords there = model.place.get();
        if (there == null || !there.facts().question().isSame(question)) places.ask(question);
    }

    /** The position that is looked at: the chosen one, else the last. */
    private int position(Run run) {
        int last = run.tokens().size() - 1;
        Integer chosen = session.selection().positionProperty().get();
        return chosen == null || chosen > last ? last : chosen;
    }

    private void take(PlaceFacts answer) {
        model.place.set(new PlaceWords(answer));
    }

    private void take(PartFacts answer) {
        known = answer;
        showPart();
    }

    private void fail(Throwable failure) {
        // A prompt that cannot be run is reported where it is typed.
        if (!(failure instanceof PromptException)) Sentences.raise(failure);
    }

    private void showPart() {
        Site part = place();
        Run run = run();
        model.part.set(PartTitle.of(part, run));
        model.site.set(part);
        model.quick.set(new Offers(session).quick(part));
        forgetOtherPlaces(run, part);
        model.off.set(session.experimentProperty().get().changes(part));
        model.ablated.set(session.experimentProperty().get().ablates(part));
        var lines = new ArrayList<String>();
        List<RoleRow> roles = List.of();
        String suggestion = "";
        if (run != null && known != null && known.isAbout(run, part, ablation())) {
            boolean off = run.experiment().changes(part);
            boolean ablated = run.experiment().ablates(part);
            if (known.roles() != null) roles = RoleRow.of(known.roles(), onRandomTokens(part));
            lines.add(effect(run, off, ablated));
            boolean otherChange = off && !ablated;
            if (!otherChange)
                suggestion = TryNext.words(known, off, session.shownProperty().get() == Shown.DIFFERENCE);
        }
        model.partLines.set(lines);
        model.roles.set(roles);
        model.tryNext.set(suggestion);
        model.looks.set("");
        model.attended.set(run != null && exists(run, part) ? attended(run, part) : List.of());
    }

    /** What was said about another part is no longer seen; another position or run of the same waits for its numbers. */
    private void forgetOtherPlaces(Run run, Site part) {
        PlaceWords there = model.place.get();
        if (there == null) return;
        Site old = there.facts().question().part();
        if (run == null || !old.isSamePart(part)) model.place.set(null);
    }

    /** Whether the run kept the pattern of this head: a model that was opened since may have other layers. */
    private static boolean exists(Run run, Site part) {
        return part.is(Part.HEAD)
                && run.kept("blocks." + part.layer() + ".attn.hook_pattern")
                && part.head() < run.pattern(part.layer()).size(0);
    }

    /** The same on random tokens said twice; null where that is not known. */
    private RoleScores onRandomTokens(Site head) {
        HeadRoles all = repeatedRoles == null ? null : repeatedRoles.getValue();
        boolean there = all != null
                && head.layer() < all.scores().size()
                && head.head() < all.scores().get(head.layer()).size();
        return there ? all.of(head.layer(), head.head()) : null;
    }

    /** @param off whether the part is switched off or changed in another way, so that the effect is that of taking it back */
    private String effect(Run run, boolean off, boolean ablated) {
        double here = run.metric().value();
        double there = here + (off ? -1 : 1) * known.effect();
        return Text.of(
                ablated ? "inspector.effectOff" : off ? "inspector.effectChanged" : "inspector.effect",
                MetricText.name(run.metric().kind()),
                MetricText.value(here),
                MetricText.value(there),
                MetricText.change(there - here),
                AblationText.of(known.ablation().where(known.part()), run.tokens()));
    }

    private List<String> attended(Run run, Site head) {
        int query = position(run);
        var lines = new ArrayList<String>();
        model.looks.set(Text.of("inspector.looks", String.valueOf(query), TokenText.label(run.tokens(), query)));
        for (Attended attended : Attended.top(run, head, query, TOP_ATTENDED)) lines.add(line(attended));
        Integer key = session.selection().keyProperty().get();
        if (key != null && key <= query) {
            lines.add(Text.of("inspector.cell", line(Attended.of(run, head, query, key))));
        }
        return lines;
    }

    private static String line(Attended attended) {
        return Text.of(
                "inspector.attended",
                TokenFacts.percent(attended.weight()),
                attended.label(),
                String.valueOf(attended.key()));
    }

    private void showToken() {
        Comparison comparison = session.comparisonProperty().get();
        Integer position = session.selection().positionProperty().get();
        if (comparison == null
                || position == null
                || position >= comparison.after().tokens().size()) {
            model.token.set("");
            return;
        }
        String label = TokenText.label(comparison.after().tokens(), position);
        model.token.set(Text.of("inspector.token", String.valueOf(position), label));
        model.tokenLines.set(TokenFacts.lines(comparison, position));
        model.nextTitle.set(Text.of("inspector.next", label));
        model.next.set(TokenFacts.next(run(), session.model().tokenizer(), position));
    }
}
