package org.headscope.app.session;

import java.util.List;
import java.util.Optional;
import org.headscope.engine.token.PromptException;

/** Prompts as the open model reads them. */
public final class PromptTokens {
    private PromptTokens() {}

    /** The token ids of a prompt, BOS included where it is wanted; nothing if the model cannot read it. */
    public static Optional<List<Integer>> of(Session session, String text) {
        if (session.model() == null) return Optional.empty();
        try {
            boolean bos = session.experimentProperty().get().prependBos();
            return Optional.of(session.model().tokenizer().encode(text, bos).idList());
        } catch (PromptException e) {
            return Optional.empty(); // said where the prompt is typed
        }
    }

    /** The same of the corrupted prompt; nothing if there is none. */
    public static Optional<List<Integer>> ofCorrupted(Session session) {
        String text = session.experimentProperty().get().corrupted();
        return text.isEmpty() ? Optional.empty() : of(session, text);
    }
}
