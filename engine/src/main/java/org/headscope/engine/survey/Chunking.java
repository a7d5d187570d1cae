package org.headscope.engine.survey;

import org.headscope.engine.model.ModelConfig;

/**
 * How documents are cut into rows of tokens.
 *
 * @param length tokens of a chunk, BOS included
 * @param bos whether BOS is put in front of every chunk, if the model knows one
 * @param rest whether what is left at the end of a document makes a shorter chunk, or is left out
 * @param straightQuotes whether curly quotes become straight ones, which some models know better
 */
public record Chunking(int length, boolean bos, boolean rest, boolean straightQuotes) {
    /** The most tokens of a chunk that is not asked for otherwise. */
    private static final int USUAL = 256;

    /** A shorter chunk predicts nothing. */
    static final int SHORTEST = 2;

    public Chunking {
        if (length < SHORTEST) throw new IllegalArgumentException("A chunk needs at least two tokens.");
    }

    /** Chunks of the usual length, or of all that a model can take, with BOS where its family has it, and the rests. */
    public static Chunking of(ModelConfig config) {
        return new Chunking(Math.min(USUAL, config.nCtx()), config.prependBos(), true, false);
    }

    String prepared(String text) {
        return straightQuotes
                ? text.replace('\u201c', '"')
                        .replace('\u201d', '"')
                        .replace('\u2018', '\'')
                        .replace('\u2019', '\'')
                : text;
    }
}
