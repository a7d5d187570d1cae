package org.headscope.engine.token;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.io.ModelException;

/** Turns what a person types into token ids and back. Safe to use from several threads. */
public sealed interface Tokenizer extends AutoCloseable permits TextTokenizer, IdTokenizer {
    /**
     * Opens the tokenizer of a model folder: {@code tokenizer.json} if there is one, or {@code vocab.json} and {@code
     * merges.txt} together, else one that takes ids.
     *
     * @param dVocab how many ids the model knows
     * @param bosFromConfig the BOS id that config.json names; without one tokenizer_config.json is asked
     */
    static Tokenizer open(Path folder, int dVocab, OptionalInt bosFromConfig) throws ModelException {
        return TextTokenizer.isIn(folder)
                ? TextTokenizer.open(folder, dVocab, bosFromConfig)
                : new IdTokenizer(dVocab, bosFromConfig);
    }

    /** A tokenizer that takes ids, for a model without text. */
    static Tokenizer takingIds(int dVocab, OptionalInt bosId) {
        return new IdTokenizer(dVocab, bosId);
    }

    /**
     * The tokens of a text. BOS goes in front if asked for and if the model has one, which
     * {@link Tokens#startsWithBos} tells. A BOS that was typed stays what it is, a token more.
     *
     * @throws PromptException if no token comes out, or the text is broken
     */
    Tokens encode(String text, boolean prependBos) throws PromptException;

    /** The tokens of a text without BOS; none if the text is empty or cannot be encoded. */
    List<Token> split(String text);

    /** What one id stands for; {@code <id 123>} for an id that the tokenizer has no text for. */
    String text(int id);

    /** The text of a sequence of ids; bytes that form no character come out as U+FFFD. */
    String decode(int... ids);

    /** How many ids the model knows. Those that the tokenizer has no text for are counted. */
    int vocabSize();

    /** The id that marks the beginning of a text, if the model has one. */
    OptionalInt bosId();

    /**
     * Gives the memory back now; the tokenizer cannot be used afterwards. Not needed: the memory comes back by itself once
     * nobody holds the tokenizer.
     */
    @Override
    void close();

    /** The token of one id, which covers no text. */
    default Token token(int id) {
        return new Token(id, text(id), -1, -1);
    }

    /** The id of a text that is exactly one token. */
    default OptionalInt single(String text) {
        List<Token> tokens = split(text);
        return tokens.size() == 1 ? OptionalInt.of(tokens.get(0).id()) : OptionalInt.empty();
    }

    /** Tokens given by their ids, taken as they are: no BOS is added and no token covers any text. */
    default Tokens ofIds(int... ids) throws PromptException {
        if (ids.length == 0) {
            throw new PromptException("There are no token ids: give at least one.");
        }
        List<Token> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            if (id < 0 || id >= vocabSize()) {
                throw new PromptException("Token id %d is not in the vocabulary: this model takes ids from 0 to %d."
                        .formatted(id, vocabSize() - 1));
            }
            tokens.add(token(id));
        }
        return new Tokens(decode(ids), tokens, isBos(ids[0]));
    }

    /** Whether this id is the BOS of the model. */
    default boolean isBos(int id) {
        return bosId().isPresent() && bosId().getAsInt() == id;
    }
}
