package org.headscope.engine.token;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A text that is exactly one token, as answers and patched words often have to be (interpretability.md C.2). */
public record SingleToken(int id, String text) {
    public SingleToken {
        Objects.requireNonNull(text);
    }

    /**
     * Checks that a text is one token. Leading spaces count: {@code " Claire"} may be one token where {@code "Claire"} is
     * two.
     *
     * @throws PromptException that names the tokens if they are several, and the same text with or without a space in front
     *     if that is one
     */
    public static SingleToken of(Tokenizer tokenizer, String text) throws PromptException {
        List<Token> tokens = tokenizer.split(text);
        if (tokens.size() == 1) return new SingleToken(tokens.getFirst().id(), text);
        if (tokens.isEmpty()) throw new PromptException("\"" + text + "\" makes no token, but one is needed.");
        String pieces = tokens.stream().map(Token::label).collect(Collectors.joining(" · "));
        String other = text.startsWith(" ") ? text.substring(1) : " " + text;
        OptionalInt otherId = tokenizer.single(other);
        throw new PromptException("\"" + text + "\" is " + tokens.size() + " tokens here (" + pieces
                + "), but one is needed" + (otherId.isPresent() ? "; \"" + other + "\" is one." : "."));
    }

    /**
     * The first position of a prompt that holds this token; BOS counts as a position.
     *
     * @throws PromptException if there is none
     */
    public int first(Tokens prompt) throws PromptException {
        return positions(prompt)[0];
    }

    /**
     * The last position of a prompt that holds this token.
     *
     * @throws PromptException if there is none
     */
    public int last(Tokens prompt) throws PromptException {
        int[] positions = positions(prompt);
        return positions[positions.length - 1];
    }

    private int[] positions(Tokens prompt) throws PromptException {
        int[] positions = prompt.positions(id);
        if (positions.length == 0) throw new PromptException("The token \"" + text + "\" is not in the prompt.");
        return positions;
    }
}
