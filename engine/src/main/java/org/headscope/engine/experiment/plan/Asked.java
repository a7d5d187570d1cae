package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/** A prompt as an experiment gives it: a text, or token ids that are taken as they are. */
public sealed interface Asked {
    Kind<Asked> KIND = Kinds.textOr(
            Kinds.mapped(Kinds.text(0, 1_000_000), Text::new, Text::text),
            Text.class,
            Kinds.mapped(Kinds.list(Kinds.whole(0, Integer.MAX_VALUE), 1, 100_000), Ids::new, Ids::ids),
            "a text or a list of token ids");

    /** The tokens of it; BOS is put in front of texts only. */
    Tokens tokens(Tokenizer tokenizer, boolean prependBos) throws PromptException;

    /** A text. */
    record Text(String text) implements Asked {
        @Override
        public Tokens tokens(Tokenizer tokenizer, boolean prependBos) throws PromptException {
            return tokenizer.encode(text, prependBos);
        }
    }

    /** Token ids, BOS included where it is wanted. */
    record Ids(List<Integer> ids) implements Asked {
        public Ids {
            ids = List.copyOf(ids);
        }

        @Override
        public Tokens tokens(Tokenizer tokenizer, boolean prependBos) throws PromptException {
            return tokenizer.ofIds(ids.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
