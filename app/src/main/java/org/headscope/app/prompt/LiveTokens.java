package org.headscope.app.prompt;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.headscope.app.error.Sentences;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/** Cuts what is typed into tokens: a short text at once, a long one in the background. FX thread. */
final class LiveTokens {
    /** Characters that are cut well within a frame. */
    private static final int SHORT = 2_000;

    private static final int PAUSE = 60;

    record Question(Tokenizer tokenizer, String text, boolean prependBos) {}

    /**
     * The tokens of a text.
     *
     * @param tokens null if it has none
     * @param problem why it has none, in one sentence; else empty
     */
    record Cut(Tokens tokens, String problem) {}

    private final LatestTask<Question, Cut> task;
    private final Consumer<Cut> onCut;

    LiveTokens(Executor engine, Consumer<Cut> onCut) {
        this.onCut = onCut;
        this.task = new LatestTask<>(engine, PAUSE, (question, _) -> cut(question), onCut, Sentences::raise);
    }

    void ask(Question question) {
        if (question.text().length() <= SHORT) {
            task.cancel();
            onCut.accept(cut(question));
        } else {
            task.ask(question);
        }
    }

    static Cut cut(Question question) {
        try {
            return new Cut(question.tokenizer().encode(question.text(), question.prependBos()), "");
        } catch (PromptException e) {
            return new Cut(null, e.getMessage());
        }
    }
}
