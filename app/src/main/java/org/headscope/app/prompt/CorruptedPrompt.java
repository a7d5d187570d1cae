package org.headscope.app.prompt;

import java.util.concurrent.Executor;
import org.headscope.app.session.Session;
import org.headscope.app.task.Soon;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.model.Model;

/** Keeps what is known of the corrupted prompt up to date with what is typed. FX thread. */
final class CorruptedPrompt {
    private static final LiveTokens.Cut NOTHING = new LiveTokens.Cut(null, "");

    private final Session session;
    private final PromptModel model;
    private final LiveTokens live;
    private LiveTokens.Question cutting;
    private LiveTokens.Cut cut = NOTHING;

    CorruptedPrompt(Session session, PromptModel model, Executor engine) {
        this.session = session;
        this.model = model;
        this.live = new LiveTokens(engine, this::take);
        var soon = new Soon(this::cut);
        session.experimentProperty().subscribe(soon::ask);
        session.laboratoryProperty().subscribe(soon::ask);
        model.tokensProperty().subscribe(soon::ask);
    }

    private void cut() {
        Experiment now = session.experimentProperty().get();
        Model open = session.model();
        if (open == null || now.corrupted().isEmpty()) {
            cutting = null;
            take(NOTHING);
            return;
        }
        var question = new LiveTokens.Question(open.tokenizer(), now.corrupted(), now.prependBos());
        if (question.equals(cutting)) {
            compare();
            return;
        }
        cutting = question;
        live.ask(question);
    }

    private void take(LiveTokens.Cut answer) {
        cut = answer;
        compare();
    }

    private void compare() {
        Model open = session.model();
        Experiment now = session.experimentProperty().get();
        model.corruptedProperty()
                .set(
                        open == null
                                ? Corrupted.NONE
                                : Corrupted.of(open, now, model.tokensProperty().get(), cut));
    }
}
