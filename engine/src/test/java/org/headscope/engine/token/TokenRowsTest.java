package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.headscope.engine.Bundled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows are those of TransformerLens's tokenize_and_concatenate. */
class TokenRowsTest {
    private static final List<String> DOCUMENTS = List.of(
            "Mary had a little lamb.", "It followed her to school one day,", "", "which was against the rule. 🐑");

    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() throws Exception {
        tokenizer = Tokenizer.open(Bundled.folder(), 4096, OptionalInt.of(0));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    /** The ids of a text cut as Python does: text[i * n : (i + 1) * n] by characters. */
    private static int[] ids(String text, int parts) {
        int[] characters = text.codePoints().toArray();
        int each = (characters.length - 1) / parts + 1;
        var ids = new ArrayList<Integer>();
        for (int from = 0; from < characters.length; from += each) {
            String part = new String(characters, from, Math.min(each, characters.length - from));
            tokenizer.split(part).forEach(token -> ids.add(token.id()));
        }
        return ids.stream().mapToInt(id -> id).toArray();
    }

    @Test
    void rowsHoldTheTextOneBehindTheOther() {
        for (int parts : new int[] {1, TokenRows.PARTS}) {
            int[] all = ids(String.join("<|endoftext|>", DOCUMENTS), parts);
            for (int length = 2; length < 12; length++) {
                List<int[]> rows = new TokenRows(tokenizer, 0, length, false, parts).of(DOCUMENTS);
                int[] joined = rows.stream().flatMapToInt(IntStream::of).toArray();
                assertEquals(all.length / length, rows.size());
                assertArrayEquals(IntStream.of(all).limit(joined.length).toArray(), joined);

                List<int[]> withBos = new TokenRows(tokenizer, 0, length, true, parts).of(DOCUMENTS);
                assertEquals(all.length / (length - 1), withBos.size());
                for (int[] row : withBos) {
                    assertEquals(length, row.length);
                    assertEquals(0, row[0]);
                }
                int[] text = withBos.stream()
                        .flatMapToInt(row -> IntStream.of(row).skip(1))
                        .toArray();
                assertArrayEquals(IntStream.of(all).limit(text.length).toArray(), text);
            }
        }
    }

    @Test
    void documentsAreJoinedByTheEndOfText() {
        List<int[]> rows = new TokenRows(tokenizer, 0, 1, false, 1).of(DOCUMENTS);
        assertEquals(3, rows.stream().filter(row -> row[0] == 0).count());
    }

    @Test
    void aCorpusIsReadBatchByBatch() {
        var rows = new TokenRows(tokenizer, 0, 8, true, TokenRows.PARTS);
        var many = new ArrayList<String>();
        for (int i = 0; i < 2 * TokenRows.BATCH + 500; i++) many.add("Document " + i + " says nothing.");
        var expected = new ArrayList<int[]>();
        for (int from = 0; from < many.size(); from += TokenRows.BATCH) {
            expected.addAll(rows.of(many.subList(from, Math.min(many.size(), from + TokenRows.BATCH))));
        }
        List<int[]> streamed = rows.stream(many.iterator()).toList();
        assertEquals(expected.size(), streamed.size());
        for (int i = 0; i < expected.size(); i++) assertArrayEquals(expected.get(i), streamed.get(i));
    }

    @Test
    void tooLittleTextMakesNoRow() {
        var rows = new TokenRows(tokenizer, 0, 64, true, TokenRows.PARTS);
        assertTrue(rows.of(List.of("Short.")).isEmpty());
        assertTrue(rows.of(List.of(" ", "")).isEmpty() && rows.of(List.of()).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new TokenRows(tokenizer, 0, 1, true, 20));
        assertThrows(IllegalArgumentException.class, () -> new TokenRows(tokenizer, 4096, 8, true, 20));
        assertThrows(IllegalArgumentException.class, () -> new TokenRows(tokenizer, 0, 8, true, 0));
    }
}
