package org.headscope.app.session;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.IdTokenizer;
import org.headscope.engine.token.PromptException;

/** The row of token ids that stands in where a model takes ids only and the prompt is made of words. */
public final class IdPrompt {
    private static final int MOST = 8;

    private IdPrompt() {}

    /** A short row of ids that the model has: 0 1 2 and so on. */
    public static String of(Model model) {
        int room = Math.min(model.config().dVocab(), model.config().nCtx() - 1);
        return IntStream.range(0, Math.clamp(room, 1, MOST))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    /** The experiment as it is if the model can read its prompt, else with a row of ids and without answers. */
    static Experiment readable(Experiment asked, Model model) {
        if (!(model.tokenizer() instanceof IdTokenizer ids)) return asked;
        try {
            ids.encode(asked.prompt(), asked.prependBos());
            return asked;
        } catch (PromptException _) {
            return asked.withPrompt(of(model)).withCorrupted("").withAnswers("", "");
        }
    }
}
