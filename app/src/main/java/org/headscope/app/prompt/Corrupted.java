package org.headscope.app.prompt;

import java.util.Arrays;
import java.util.Optional;
import org.headscope.app.session.Corruption;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Alignment;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/**
 * The corrupted prompt as it stands beside the prompt.
 *
 * @param summary how long it is and how much of it differs, in a few words
 * @param problem why it cannot be used, in one sentence; empty if it can
 * @param guard what would make it useful
 * @param alignment both prompts side by side; null where one of them has no tokens
 */
record Corrupted(String summary, String problem, Guard guard, Alignment alignment) {
    static final Corrupted NONE = new Corrupted("", "", Guard.NONE, null);

    /**
     * Compares it with the prompt.
     *
     * @param clean the tokens of the prompt; null if it has none
     * @param cut those of the corrupted prompt
     */
    static Corrupted of(Model model, Experiment experiment, Tokens clean, LiveTokens.Cut cut) {
        if (experiment.corrupted().isEmpty()) return unused(experiment);
        if (cut.tokens() == null)
            return new Corrupted(Text.of("prompt.corrupted.bad"), cut.problem(), Guard.NONE, null);
        int size = cut.tokens().size();
        int room = model.config().nCtx();
        String count = Text.of("prompt.corrupted.count", size);
        if (size > room) return new Corrupted(count, Text.of("prompt.corrupted.long", size, room), Guard.NONE, null);
        if (clean == null) return new Corrupted(count, "", Guard.NONE, null);
        Alignment alignment = Alignment.of(clean, cut.tokens());
        if (!alignment.isEven()) {
            return new Corrupted(count, "", uneven(model.tokenizer(), experiment, alignment), alignment);
        }
        if (alignment.differences() == 0)
            return new Corrupted(Text.of("prompt.corrupted.same"), "", same(experiment), null);
        return new Corrupted(
                Text.of("prompt.corrupted.differs", size, alignment.differences()), "", Guard.NONE, alignment);
    }

    private static Corrupted unused(Experiment experiment) {
        Guard guard = Corruption.of(experiment)
                .map(text -> new Guard(
                        Text.of("prompt.corrupted.unused"),
                        e -> e.withCorrupted(text),
                        Text.of("prompt.corrupted.exchange")))
                .orElseGet(() -> Guard.saying(Text.of("prompt.corrupted.unused")));
        return new Corrupted(Text.of("prompt.corrupted.none"), "", guard, null);
    }

    private static Guard same(Experiment experiment) {
        String words = Text.of("prompt.guard.corruptedSame");
        return Corruption.of(experiment)
                .map(text -> new Guard(words, e -> e.withCorrupted(text), Text.of("prompt.corrupted.exchange")))
                .orElseGet(() -> Guard.saying(words));
    }

    private static Guard uneven(Tokenizer tokenizer, Experiment experiment, Alignment alignment) {
        Optional<String> fitted = fitted(tokenizer, experiment, alignment);
        String words = Text.of(
                "prompt.guard.corruptedLength",
                alignment.right().size(),
                alignment.left().size(),
                fitted.isPresent() ? 1 : 0);
        return fitted.map(text -> new Guard(words, e -> e.withCorrupted(text), Text.of("prompt.corrupted.align")))
                .orElseGet(() -> Guard.saying(words));
    }

    /** The corrupted prompt with as many tokens as the prompt; nothing where its text would be cut into others. */
    private static Optional<String> fitted(Tokenizer tokenizer, Experiment experiment, Alignment alignment) {
        int[] ids = alignment.fitted();
        boolean bos = experiment.prependBos() && alignment.left().startsWithBos();
        int[] rest = bos ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
        String text = tokenizer.decode(rest);
        try {
            boolean fits = tokenizer.encode(text, experiment.prependBos()).size() == ids.length
                    && !text.equals(experiment.prompt());
            return fits ? Optional.of(text) : Optional.empty();
        } catch (PromptException _) {
            return Optional.empty();
        }
    }
}
