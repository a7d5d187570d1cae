package org.headscope.app.prompt;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javafx.collections.ObservableList;
import javafx.scene.layout.Region;
import org.headscope.app.command.CommandGroup;
import org.headscope.app.session.Session;
import org.headscope.app.task.Soon;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.IdTokenizer;
import org.headscope.engine.token.Tokens;

/** The left column: the library of prompts, the prompt with its tokens, and the answers. */
public final class PromptController {
    private final Session session;
    private final PromptModel model = new PromptModel();
    private final LibraryController library;
    private final LiveTokens live;
    private final PromptView view;
    private final OldAnswers oldAnswers = new OldAnswers();
    private LiveTokens.Question cutting;

    /**
     * @param engine where long texts are cut into tokens
     * @param files where prompt files are read and searched
     * @param kept the file in which imported prompts are kept for the next start
     */
    public PromptController(Session session, Executor engine, Executor files, Path kept) {
        this.session = session;
        this.library = new LibraryController(files, new KeptPrompts(kept), this::load, this::locate);
        this.live = new LiveTokens(engine, this::take);
        var strip = new TokenStrip(model, session.selection(), this::tip);
        this.view = new PromptView(session, model, library, strip);
        session.experimentProperty().subscribe(oldAnswers::see);
        var soon = new Soon(this::cut);
        session.experimentProperty().subscribe(soon::ask);
        session.laboratoryProperty().subscribe(soon::ask);
        library.model()
                .idsOnlyProperty()
                .bind(session.laboratoryProperty()
                        .map(open -> open.model().tokenizer() instanceof IdTokenizer)
                        .orElse(false));
        session.comparisonProperty().subscribe(this::compare);
        session.problemProperty().subscribe(this::judge);
        session.shownProperty().subscribe(this::colour);
        session.selection().partProperty().subscribe(this::colourAttention);
        session.selection().positionProperty().subscribe(this::colourAttention);
        session.selection().hoveredPositionProperty().subscribe(this::colourAttention);
        model.quantityProperty().subscribe(this::colour);
        model.fitProperty().subscribe(this::colour);
        cut();
        compare();
        new CorruptedPrompt(session, model, engine);
    }

    /** The choices of the token strip. */
    public CommandGroup commands() {
        return TokenCommands.of(model);
    }

    public Region view() {
        return view;
    }

    /** Reads prompt files into the library; what they hold that is no prompt is listed there. */
    public void importFiles(List<Path> paths) {
        library.importFiles(paths);
    }

    /** Reads the files or the text on the clipboard into the library. */
    public void importClipboard() {
        library.importClipboard();
    }

    /** Asks about a prompt; interventions stay as they are. */
    public void load(Prompt prompt) {
        session.selection().positionProperty().set(null);
        session.selection().keyProperty().set(null);
        session.edit(
                Text.of("prompt.step.load", PromptTitle.of(prompt)),
                e -> e.withPrompt(prompt.text())
                        .withCorrupted(prompt.corrupted())
                        .withAnswers(prompt.answer(), prompt.wrong()));
    }

    /** All prompts, bundled and imported. */
    public ObservableList<Prompt> library() {
        return library.model().prompts();
    }

    public void focusEditor() {
        view.focusEditor();
    }

    /** Unfolds the corrupted prompt and puts the cursor into it. */
    public void focusCorrupted() {
        model.corruptedOpenProperty().set(true);
        view.focusCorrupted();
    }

    private void locate() {
        library.model().locate(session.experimentProperty().get().prompt());
    }

    private void cut() {
        locate();
        Experiment now = session.experimentProperty().get();
        Model open = session.model();
        if (open == null) {
            cutting = null;
            compare();
            return;
        }
        var question = new LiveTokens.Question(open.tokenizer(), now.prompt(), now.prependBos());
        if (question.equals(cutting)) {
            judge();
            return;
        }
        cutting = question;
        live.ask(question);
    }

    private void take(LiveTokens.Cut cut) {
        model.problemProperty().set(cut.problem());
        model.tokensProperty().set(cut.tokens());
        relate();
        judge();
    }

    /** New runs: their numbers hold for the tokens that they share with what is typed now. */
    private void compare() {
        Comparison runs = session.comparisonProperty().get();
        if (session.model() == null && runs != null) {
            boolean same = runs.after()
                    .experiment()
                    .prompt()
                    .equals(session.experimentProperty().get().prompt());
            model.tokensProperty().set(same ? runs.after().tokens() : null);
        }
        relate();
        colour();
        judge();
    }

    private void relate() {
        Tokens now = model.tokensProperty().get();
        Comparison runs = session.comparisonProperty().get();
        int shared = 0;
        if (now != null && runs != null) {
            Tokens run = runs.after().tokens();
            int most = Math.min(now.size(), run.size());
            while (shared < most && now.get(shared).id() == run.get(shared).id()) shared++;
        }
        model.knownProperty().set(shared);
    }

    private void colourAttention() {
        if (model.quantityProperty().get().isAttention()) colour();
    }

    private void colour() {
        var selection = session.selection();
        Integer chosen = selection.positionProperty().get();
        var question = new ChipQuestion(
                model.quantityProperty().get(),
                session.comparisonProperty().get(),
                session.shownProperty().get().single(),
                selection.partProperty().get(),
                chosen == null ? selection.hoveredPositionProperty().get() : chosen,
                model.fitProperty().get());
        model.coloursProperty().set(ChipColours.of(question));
    }

    private void judge() {
        Tokens tokens = model.tokensProperty().get();
        Model open = session.model();
        if (open != null && tokens != null) {
            model.problemProperty().set(session.problemProperty().get());
        }
        Experiment now = session.experimentProperty().get();
        Guards guards = open == null ? Guards.NONE : Guards.of(open.tokenizer(), now, tokens, answering(now));
        boolean text = open != null && !(open.tokenizer() instanceof IdTokenizer);
        if (text && guards.wrong().isNone()) {
            guards = new Guards(guards.prompt(), guards.answer(), oldAnswers.guard(now));
        }
        boolean troubled = !model.problemProperty().get().isEmpty();
        model.guardsProperty().set(troubled ? new Guards(Guard.NONE, guards.answer(), guards.wrong()) : guards);
    }

    /** The run without interventions that belongs to an experiment; null until it is there. */
    private Run answering(Experiment now) {
        Comparison runs = session.comparisonProperty().get();
        if (runs == null) return null;
        if (runs.isPinned()) return null;
        Experiment asked = runs.before().experiment();
        boolean same = asked.prependBos() == now.prependBos() && Objects.equals(asked.prompt(), now.prompt());
        return same ? runs.before() : null;
    }

    private String tip(int position) {
        Tokens tokens = model.tokensProperty().get();
        if (tokens == null || position >= tokens.size()) return "";
        Model open = session.model();
        if (open == null || position >= model.knownProperty().get()) {
            return TokenTip.of(tokens.get(position), position);
        }
        return TokenTip.of(
                session.comparisonProperty().get(),
                session.shownProperty().get().single(),
                open.tokenizer(),
                position);
    }
}
