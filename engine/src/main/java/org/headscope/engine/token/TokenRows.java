package org.headscope.engine.token;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Cuts the documents of a corpus into rows of equal length, as TransformerLens does in {@code tokenize_and_concatenate}
 * (interpretability.md C.6): documents are joined by the end-of-text token, cut wherever a row is full, and what does not fill
 * a row at the end is dropped.
 *
 * @param eosId the token between documents
 * @param length tokens of a row, BOS included
 * @param prependBos whether each row starts with BOS, which takes one of its places
 * @param parts into how many pieces of text each batch is cut before it is tokenized; TransformerLens takes 20, which splits a
 *     word at each cut, and 1 splits none
 */
public record TokenRows(Tokenizer tokenizer, int eosId, int length, boolean prependBos, int parts) {
    /** What TransformerLens cuts a batch of documents into. */
    public static final int PARTS = 20;

    /** Documents that are joined at a time; what is left of one batch does not go on in the next. */
    public static final int BATCH = 1000;

    public TokenRows {
        if (length < (prependBos ? 2 : 1)) throw new IllegalArgumentException("A row of " + length + " holds no text.");
        if (parts < 1) throw new IllegalArgumentException("There must be a part, not " + parts + ".");
        if (eosId < 0 || eosId >= tokenizer.vocabSize()) {
            throw new IllegalArgumentException("The end-of-text token " + eosId + " is not in the vocabulary.");
        }
        if (prependBos && tokenizer.bosId().isEmpty()) {
            throw new IllegalArgumentException("This model has no BOS to put in front of rows.");
        }
    }

    /** Rows of a whole corpus, a batch of documents in memory at a time. [row][pos] */
    public Stream<int[]> stream(Iterator<String> documents) {
        var batches = new Iterator<List<String>>() {
            @Override
            public boolean hasNext() {
                return documents.hasNext();
            }

            @Override
            public List<String> next() {
                var batch = new ArrayList<String>();
                while (documents.hasNext() && batch.size() < BATCH) batch.add(documents.next());
                return batch;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, Spliterator.ORDERED), false)
                .flatMap(batch -> of(batch).stream());
    }

    /** Rows of one batch of documents. [row][pos] */
    public List<int[]> of(List<String> documents) {
        String text = String.join(tokenizer.text(eosId), documents);
        if (text.isBlank()) return List.of();
        int textTokens = prependBos ? length - 1 : length;
        var rows = new ArrayList<int[]>();
        int[] row = emptyRow();
        int filled = 0;
        for (String part : parts(text)) {
            for (Token token : tokenizer.split(part)) {
                row[length - textTokens + filled++] = token.id();
                if (filled == textTokens) {
                    rows.add(row);
                    row = emptyRow();
                    filled = 0;
                }
            }
        }
        return rows;
    }

    private int[] emptyRow() {
        var row = new int[length];
        if (prependBos) row[0] = tokenizer.bosId().orElseThrow();
        return row;
    }

    /** The text cut into pieces of the same number of characters, counted as Python does: a pair of surrogates is one. */
    private List<String> parts(String text) {
        int characters = text.codePointCount(0, text.length());
        int each = (characters - 1) / parts + 1;
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int left = characters; left > 0; left -= each) {
            int to = text.offsetByCodePoints(from, Math.min(each, left));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
