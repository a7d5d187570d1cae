package org.headscope.app.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.export.TableExport;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.session.Session;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.survey.Corpus;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.HeadSurvey;
import org.headscope.engine.token.TextTokenizer;

/** What a head does for the tokens of a corpus: those that it helps and hurts most, each in its passage. */
public final class ExampleController {
    private final Session session;
    private final Path folder;
    private final ExampleModel model = new ExampleModel();
    private final PaneCard card;
    private final ObservableValue<Boolean> showing;
    private final Executor files;
    private final SurveyRun run;
    private final LatestTask<OpenSurvey.Asked, OpenSurvey> opening;
    private final LatestTask<ExampleQuestion, Page> asking;
    private final LatestTask<Chosen, Passage> reading;
    private final CloserLook closer;
    private Corpus corpus;
    private Supplier<List<Path>> onChoose = List::of;
    private Supplier<Optional<Path>> onReport = Optional::empty;
    /** What is listed; null before that. */
    private Page shown;

    private OpenSurvey survey;
    /** A token whose passage is wanted. */
    private record Chosen(ExampleQuestion question, int chunk) {}

    /**
     * @param engine where a passage is looked at
     * @param files where the survey's file is read
     * @param surveys where a corpus is measured
     * @param bundled the corpus that is measured where none was opened
     * @param folder where surveys are kept
     */
    public ExampleController(
            Session session, Executor engine, Executor files, Executor surveys, Path bundled, Path folder) {
        this.session = session;
        this.files = files;
        this.folder = folder;
        this.corpus = Corpus.of(bundled);
        this.card = new ExampleView(model, new Actions()).card();
        this.showing = Showing.of(card);
        this.run = new SurveyRun(surveys, this::ask, this::failed);
        this.opening = new LatestTask<>(files, 0, (asked, _) -> asked.open(), this::opened, this::refused);
        this.asking = new LatestTask<>(files, 0, (question, _) -> question.page(), this::show, this::failed);
        this.reading = new LatestTask<>(
                files, 0, (chosen, _) -> chosen.question().passage(chosen.chunk()), this::showPassage, this::failed);
        this.closer = new CloserLook(model, engine, this::failed);
        session.laboratoryProperty().subscribe((_, _) -> reopen());
        showing.subscribe(this::openIfSeen);
        session.selection().partProperty().subscribe(this::ask);
        model.effect.subscribe(this::changeEffect);
        model.order.subscribe((_, _) -> ask());
        model.search.subscribe((_, _) -> ask());
        model.own.subscribe((_, _) -> changeText());
        session.comparisonProperty().subscribe(this::readPrompt);
        model.passage.subscribe(this::tellPrediction);
        model.position.subscribe(this::tellPrediction);
        run.stateProperty().subscribe(this::tell);
        model.running.bind(run.runningProperty());
        card.emptyProperty().bind(model.reason);
        card.busyProperty()
                .bind(opening.busyProperty().or(run.runningProperty()).or(closer.busyProperty()));
        model.reason.set(new EmptyState(Text.of("run.none"), Text.of("run.noneWhy")));
    }

    /** The pane. */
    public PaneCard view() {
        return card;
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return ExampleCommands.of(model, this::chooseCorpus);
    }

    /** What asks where to write a page for a browser; it may answer with nothing. */
    public void setOnReport(Supplier<Optional<Path>> chooser) {
        onReport = chooser;
    }

    /** What asks for the files of a corpus; it may answer with none. */
    public void setOnChoose(Supplier<List<Path>> chooser) {
        onChoose = chooser;
    }

    private void chooseCorpus() {
        List<Path> chosen = onChoose.get();
        if (!chosen.isEmpty()) openCorpus(chosen);
    }

    /** Looks at another corpus from now on. */
    public void openCorpus(List<Path> chosen) {
        corpus = new Corpus(chosen);
        reopen();
    }

    /** Stops measuring; what was measured stays. */
    public void cancel() {
        run.stop();
    }

    ExampleModel model() {
        return model;
    }

    private final class Actions implements ExampleView.Actions {
        @Override
        public void start() {
            if (survey != null) run.start(survey);
        }

        @Override
        public void stop() {
            run.stop();
        }

        @Override
        public void choose(ExampleRow row) {
            model.position.set(row.at().position() - 1);
            Passage passage = model.passage.get();
            boolean there = passage != null && passage.chunk() == row.at().chunk();
            if (!there) reading.askNow(new Chosen(question(), row.at().chunk()));
        }

        @Override
        public void choose(int position) {
            model.position.set(position);
        }

        @Override
        public void back() {
            leave();
        }

        @Override
        public void study() {
            takeIntoEditor();
        }

        @Override
        public void open(List<Path> chosen) {
            openCorpus(chosen);
        }

        @Override
        public void open() {
            chooseCorpus();
        }

        @Override
        public void report() {
            if (shown == null) return;
            onReport.get().ifPresent(file -> ExampleReport.save(shown, file, files, card.errorProperty()::set));
        }

        @Override
        public void copy() {
            if (shown != null) TableExport.copy(ExampleTable.of(shown));
        }
    }

    /** All but the direct effect take a survey of their own; the one of direct effects is kept beside it. */
    private void changeEffect(Effect before, Effect now) {
        if ((before == Effect.DIRECT) == (now == Effect.DIRECT)) {
            ask();
        } else {
            reopen();
        }
    }

    private void reopen() {
        run.clear();
        opening.cancel();
        asking.cancel();
        reading.cancel();
        if (survey != null) survey.closeLater(files);
        survey = null;
        shown = null;
        model.rows.set(List.of());
        model.fraction.set(0);
        card.runTagProperty().set("");
        leave();
        model.summary.set("");
        model.progress.set("");
        openIfSeen();
    }

    /** Back to the list, where nothing is chosen. */
    private void leave() {
        reading.cancel();
        closer.clear();
        model.passage.set(null);
        model.position.set(-1);
        model.own.set(false);
    }

    /** From the corpus to the prompt, or back. */
    private void changeText() {
        if (model.own.get()) {
            model.passage.set(null);
            model.position.set(-1);
            readPrompt();
        } else {
            leave();
        }
    }

    /** The prompt as the text that is looked at, whatever its interventions. */
    private void readPrompt() {
        var runs = session.comparisonProperty().get();
        if (!model.own.get() || runs == null || survey == null || !showing.getValue()) return;
        List<Integer> ids = runs.after().tokens().idList();
        closeLook(ids).ifPresent(question -> closer.at(question, runs.after()));
    }

    private Optional<CloserQuestion> closeLook(List<Integer> ids) {
        Site part = session.selection().partProperty().get();
        if (!part.is(Part.HEAD)) return Optional.empty();
        return Optional.of(new CloserQuestion(survey, ids, part, model.effect.get()));
    }

    private void openIfSeen() {
        if (!showing.getValue() || session.model() == null || survey != null || opening.isBusy()) return;
        if (!(session.model().tokenizer() instanceof TextTokenizer)) {
            model.reason.set(new EmptyState(Text.of("example.noText"), Text.of("example.noText.why")));
            return;
        }
        card.errorProperty().set(null);
        opening.askNow(new OpenSurvey.Asked(session.model(), corpus, model.effect.get() != Effect.DIRECT, folder));
    }

    private void opened(OpenSurvey found) {
        survey = found;
        ask();
    }

    /** There is no file to ask: the pane says why. */
    private void refused(Throwable failure) {
        Sentences.tell(
                failure,
                sentence -> model.reason.set(new EmptyState(
                        Text.of("example.refused", corpus.name()), sentence, Text.of("example.retry"), this::reopen)));
    }

    private ExampleQuestion question() {
        Site part = session.selection().partProperty().get();
        return new ExampleQuestion(survey, part, model.effect.get(), model.order.get(), model.search.get());
    }

    private void ask() {
        Site part = session.selection().partProperty().get();
        if (survey == null) return;
        if (!survey.store().subject().plan().heads().contains(part)) {
            model.reason.set(new EmptyState(Text.of("example.noHead"), Text.of("example.noHead.why")));
            return;
        }
        asking.askNow(question());
    }

    private void show(Page page) {
        Site asked = page.question().head();
        if (page.chunks() == 0 && !run.runningProperty().get()) {
            model.reason.set(new EmptyState(
                    Text.of("example.nothing", corpus.name()),
                    Text.of("example.nothing.why"),
                    Text.of("example.start"),
                    () -> run.start(survey)));
            return;
        }
        model.reason.set(null);
        model.rows.set(page.rows());
        model.summary.set(page.words());
        card.runTagProperty()
                .set(Text.of(
                        "example.tag",
                        asked.label(),
                        Text.of("example.brief." + page.question().effect()),
                        corpus.name(),
                        session.model().processing().describe()));
        if (run.stateProperty().get() == null) model.progress.set(Text.of("example.kept", page.chunks()));
        boolean other = shown == null || !asked.equals(shown.question().head());
        shown = page;
        Passage passage = model.passage.get();
        if (passage == null) return;
        if (passage.chunk() == Passage.OWN) {
            readPrompt();
        } else if (other) {
            reading.askNow(new Chosen(question(), passage.chunk()));
        }
    }

    private void tell(HeadSurvey.Step state) {
        if (state == null) return;
        model.fraction.set(state.fraction());
        model.progress.set(Text.of("example.progress", state.tokens(), "%.0f %%".formatted(100 * state.fraction())));
    }

    private void showPassage(Passage passage) {
        model.passage.set(passage);
        closeLook(passage.ids()).ifPresent(closer::at);
    }

    private void tellPrediction() {
        Passage passage = model.passage.get();
        model.prediction.set(passage == null ? "" : passage.words(model.position.get()));
    }

    /** The passage up to the chosen position becomes the prompt, and what comes there the answer. */
    private void takeIntoEditor() {
        Passage passage = model.passage.get();
        if (passage == null) return;
        passage.prompt(model.position.get(), session.model().tokenizer())
                .ifPresent(prompt -> session.edit(Text.of("example.step", corpus.name()), prompt::into));
    }

    private void failed(Throwable failure) {
        Sentences.tell(failure, card.errorProperty()::set);
    }
}
