package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/** One token as an experiment gives it: a text that is exactly one token, or its id. */
public sealed interface Word {
    Kind<Word> KIND = Kinds.textOr(
            Kinds.mapped(Kinds.text(1, 1000), Text::new, Text::text),
            Text.class,
            Kinds.mapped(Kinds.whole(0, Integer.MAX_VALUE), Id::new, Id::id),
            "a text that is one token, or a token id");

    /** @throws PromptException if it is not one token of the model */
    int id(Tokenizer tokenizer) throws PromptException;

    /** A text, with the space in front that it has in a sentence. */
    record Text(String text) implements Word {
        @Override
        public int id(Tokenizer tokenizer) throws PromptException {
            List<Token> tokens = tokenizer.split(text);
            if (tokens.size() == 1) return tokens.getFirst().id();
            throw new PromptException("The text \"" + text + "\" is not one token of this model but " + tokens.size()
                    + ": take its first token, or give a token id.");
        }
    }

    /** A token id. */
    record Id(int id) implements Word {
        @Override
        public int id(Tokenizer tokenizer) throws PromptException {
            return tokenizer.ofIds(id).get(0).id();
        }
    }
}
