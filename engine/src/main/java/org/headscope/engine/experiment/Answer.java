package org.headscope.engine.experiment;

import java.util.List;
import java.util.Optional;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/**
 * An answer as the model sees it.
 *
 * @param id the token the metric looks at, the first of the answer
 * @param pieces all tokens of the answer; more than one deserves a warning
 */
public record Answer(int id, List<Token> pieces) {
    public Answer {
        pieces = List.copyOf(pieces);
    }

    /** The answer a text stands for; nothing for an empty text or one that cannot be encoded. */
    public static Optional<Answer> of(Tokenizer tokenizer, String text) {
        if (text.isEmpty()) return Optional.empty();
        List<Token> pieces = tokenizer.split(text);
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer(pieces.getFirst().id(), pieces));
    }

    public boolean isOneToken() {
        return pieces.size() == 1;
    }
}
