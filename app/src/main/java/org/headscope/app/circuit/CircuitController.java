package org.headscope.app.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.error.Sentences;
import org.headscope.app.export.TableExport;
import org.headscope.app.pane.EmptyState;
import org.headscope.app.pane.PaneCard;
import org.headscope.app.pane.Showing;
import org.headscope.app.session.RunTag;
import org.headscope.app.session.Session;
import org.headscope.app.session.TokenText;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Matrix;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.TokenList;
import org.headscope.engine.token.Tokens;

/** What the weights say without any prompt. Works only while it is seen, and gives way to runs. */
public final class CircuitController {
    /** Typing asks about the last text only. */
    private static final int PAUSE = 120;

    private final Session session;
    private final CircuitModel model = new CircuitModel();
    private final CircuitView view = new CircuitView(model, new Actions());
    private final LatestTask<Question, Sheet> work;
    private final TableExport tables;
    private final ObservableValue<Boolean> showing;
    private Desk desk;
    /** The token of the prompt that is held where none is typed. */
    private Token chosen;
    /** What the sheet answers. */
    private Question answered;

    private Question asked;
    /** For which choice the ranks of all tokens are wanted. */
    private Choice begun;

    /** @param files where tables are written */
    public CircuitController(Session session, Executor engine, Executor files) {
        this.session = session;
        PaneCard card = view.card();
        this.tables = new TableExport(files, card.errorProperty()::set);
        this.work = new LatestTask<>(engine, PAUSE, Question::answer, this::take, this::fail);
        this.showing = Showing.of(card);
        session.laboratoryProperty().subscribe(this::open);
        session.selection().partProperty().subscribe(part -> {
            if (part.is(Part.HEAD)) model.head.set(part);
        });
        session.selection().positionProperty().subscribe(this::hold);
        session.comparisonProperty().subscribe(this::hold);
        session.staleProperty().subscribe(stale -> {
            if (stale) work.cancel();
            else ask();
        });
        for (ObservableValue<?> choice : model.choices()) choice.subscribe((_, _) -> ask());
        showing.subscribe(this::ask);
        work.progressProperty()
                .subscribe(step ->
                        model.progress.set(step == null ? "" : Text.of("circuit.progress", step.done(), step.total())));
        card.busyProperty().bind(work.busyProperty());
        card.staleProperty().bind(work.busyProperty());
        var none = new EmptyState(Text.of("run.none"), Text.of("run.noneWhy"));
        card.emptyProperty()
                .bind(Bindings.createObjectBinding(
                        () -> session.laboratoryProperty().get() == null ? none : null, session.laboratoryProperty()));
    }

    /** The pane. */
    public PaneCard view() {
        return view.card();
    }

    /** The choices of the pane. */
    public CommandGroup commands() {
        return CircuitCommands.of(model);
    }

    /** Stops what is being worked out; what was seen stays. */
    public void cancel() {
        if (!work.isBusy()) return;
        work.cancel();
        asked = null;
        if (model.aspect.get() == Aspect.RANKS) {
            begun = null;
            ask();
        }
    }

    CircuitModel model() {
        return model;
    }

    private final class Actions implements CircuitView.Actions {
        @Override
        public void choose(Site head) {
            session.selection().partProperty().set(head);
        }

        @Override
        public void begin() {
            begun = choice();
            ask();
        }

        @Override
        public void stop() {
            cancel();
        }

        @Override
        public void copy(Table table) {
            TableExport.copy(table);
        }

        @Override
        public void save(Table table) {
            tables.save(table, view.card().getScene().getWindow());
        }
    }

    private void open(Laboratory laboratory) {
        work.cancel();
        answered = null;
        asked = null;
        begun = null;
        desk = null;
        chosen = null;
        model.instead.set("");
        model.sheet.set(null);
        view.card().errorProperty().set(null);
        view.card().runTagProperty().set("");
        if (laboratory == null) return;
        desk = new Desk(laboratory.model());
        model.hasMlp.set(laboratory.model().config().hasMlp());
        if (!model.hasMlp.get()) model.part.set(EffectiveEmbedding.Part.EMBEDDING);
        view.card()
                .runTagProperty()
                .set(Text.of("circuit.tag", laboratory.model().name(), RunTag.processing(laboratory.model())));
        hold();
        ask();
    }

    /** The chosen token of the prompt, or its last one. */
    private void hold() {
        Comparison comparison = session.comparisonProperty().get();
        if (comparison == null || desk == null) return;
        Tokens tokens = comparison.after().tokens();
        Integer position = session.selection().positionProperty().get();
        int at = position == null || position >= tokens.size() ? tokens.size() - 1 : position;
        chosen = tokens.get(at);
        model.instead.set(Text.of("circuit.tokens.chosen", TokenText.label(tokens, at)));
        ask();
    }

    private Choice choice() {
        return new Choice(
                model.kind.get(), model.head.get(), model.embedding(), model.unembedded.get(), model.scaled.get());
    }

    private void ask() {
        if (desk == null || !showing.getValue() || session.staleProperty().get()) return;
        boolean ranks = model.aspect.get() == Aspect.RANKS;
        boolean known = answered != null
                && answered.aspect() == Aspect.RANKS
                && answered.choice().equals(choice());
        model.waiting.set(ranks && !known && !choice().equals(begun));
        if (model.waiting.get()) {
            work.cancel();
            asked = null;
            answered = null;
            model.sheet.set(null);
            return;
        }
        try {
            pose(question());
        } catch (PromptException e) {
            work.cancel();
            asked = null;
            view.card().errorProperty().set(e.getMessage());
        }
    }

    private void pose(Question question) {
        view.card().errorProperty().set(null);
        if (work.isBusy() && question.equals(asked)) return;
        if (question.equals(answered)) {
            work.cancel();
            return;
        }
        asked = question;
        work.ask(question);
    }

    private Question question() throws PromptException {
        boolean hasTokens = model.aspect.get().hasTokens();
        return new Question(
                desk,
                model.aspect.get(),
                choice(),
                model.fixed.get(),
                hasTokens ? held() : List.of(),
                hasTokens ? ids(TokenList.parse(desk.model().tokenizer(), model.marked.get())) : List.of(),
                model.top.get(),
                model.input.get(),
                matrix());
    }

    private List<Integer> held() throws PromptException {
        List<Token> typed = TokenList.parse(desk.model().tokenizer(), model.typed.get());
        if (!typed.isEmpty()) return ids(typed);
        if (chosen == null) throw new PromptException(Text.of("circuit.tokens.missing"));
        return List.of(chosen.id());
    }

    private static List<Integer> ids(List<Token> tokens) {
        var ids = new ArrayList<Integer>();
        for (Token token : tokens) if (!ids.contains(token.id())) ids.add(token.id());
        return ids;
    }

    /** Without MLPs there are only the heads' vectors. */
    private Matrix matrix() {
        var ov = new Matrix.Ov(model.head.get().head());
        if (!model.hasMlp.get()) return ov;
        return switch (model.vectors.get()) {
            case OV -> ov;
            case W_IN -> new Matrix.In();
            case W_OUT -> new Matrix.Out();
        };
    }

    private void take(Sheet sheet) {
        answered = asked;
        model.sheet.set(sheet);
    }

    private void fail(Throwable failure) {
        asked = null;
        Sentences.tell(failure, view.card().errorProperty()::set);
    }
}
