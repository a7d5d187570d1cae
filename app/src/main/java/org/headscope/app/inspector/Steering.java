package org.headscope.app.inspector;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headscope.app.session.Amounts;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.SingleToken;

/**
 * A direction and how far to go along it, as they are typed.
 *
 * @param to a token, or a head such as "3.3"
 * @param from the token to subtract
 */
record Steering(Kind kind, String to, String from, String amount) {
    private static final Pattern HEAD = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /** What the direction is made of. */
    enum Kind {
        /** What makes a token likely. */
        TOKEN,
        /** What makes one token more likely than another. */
        DIFFERENCE,
        /** What a head writes at the end of the prompt. */
        HEAD;

        String words() {
            return Text.of("inspector.steer." + name());
        }
    }

    /**
     * The intervention on some of the residual stream.
     *
     * @throws PromptException with one sentence about what cannot be read
     */
    Steer on(Site stream, Model model, Experiment experiment) throws PromptException {
        OptionalDouble much = Amounts.number(amount);
        if (much.isEmpty()) throw new PromptException(Text.of("interventions.noAmount"));
        return new Steer(stream, direction(model, experiment), much.getAsDouble());
    }

    private Direction direction(Model model, Experiment experiment) throws PromptException {
        return switch (kind) {
            case TOKEN -> token(model, to);
            case DIFFERENCE -> new Direction.Difference(token(model, to), token(model, from));
            case HEAD -> head(model, experiment);
        };
    }

    /** A space may be typed as it is shown. */
    private static Direction token(Model model, String typed) throws PromptException {
        SingleToken token = SingleToken.of(model.tokenizer(), typed.replace('␣', ' '));
        return new Direction.Unembedding(
                token.id(), model.tokenizer().token(token.id()).label());
    }

    private Direction head(Model model, Experiment experiment) throws PromptException {
        Matcher matcher = HEAD.matcher(to.strip());
        if (!matcher.matches()) throw new PromptException(Text.of("inspector.steer.noHead", to));
        int layer = Integer.parseInt(matcher.group(1));
        int head = Integer.parseInt(matcher.group(2));
        if (!model.config().has(Site.head(layer, head))) {
            throw new PromptException(Text.of("inspector.steer.noHead", to));
        }
        List<Integer> prompt = model.tokenizer()
                .encode(experiment.prompt(), experiment.prependBos())
                .idList();
        return new Direction.HeadOutput(layer, head, prompt, -1, Text.of("offer.thisPrompt"));
    }
}
