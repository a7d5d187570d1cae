package org.headscope.app.session;

import java.util.List;
import org.headscope.engine.token.Tokenizer;

/** Asks for the tokens of a prompt set: which set, and how it is encoded. */
public record TokensOfSet(PromptSets library, String group, Tokenizer tokenizer, boolean bos, int nCtx) {
    /** A set as the model that is open reads it, with BOS or without as the experiment has it. */
    public static TokensOfSet of(PromptSets library, String group, Session session) {
        return new TokensOfSet(
                library,
                group,
                session.model().tokenizer(),
                session.experimentProperty().get().prependBos(),
                session.model().config().nCtx());
    }

    /** The prompts that the model can read, as token ids. */
    public List<List<Integer>> encode() {
        return library.encode(group, tokenizer, bos, nCtx);
    }
}
