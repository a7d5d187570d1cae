package org.headscope.engine.survey;

/**
 * A row of tokens of a corpus.
 *
 * @param number counted over the corpus from 0
 * @param document counted over the corpus from 0
 * @param start the token of the document that is the first one behind BOS
 * @param ids BOS included where the model has one, [pos]
 */
public record Chunk(int number, int document, int start, int[] ids) {
    /** How many tokens are predicted: all but the first one. */
    public int predicted() {
        return ids.length - 1;
    }
}
