package org.headscope.engine.survey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.headscope.engine.Bundled;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every kind cut into chunks, and what is refused. */
class CorpusTest {
    private static final Chunking SHORT = new Chunking(4, true, true, false);

    @TempDir
    private Path folder;

    /** Takes ids, with 0 for BOS. */
    private final Tokenizer ids = Tokenizer.takingIds(100, OptionalInt.of(0));

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<Chunk> chunks(Corpus corpus, Tokenizer tokenizer, Chunking chunking) throws Exception {
        var all = new ArrayList<Chunk>();
        try (Chunks chunks = corpus.chunks(tokenizer, chunking)) {
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) all.add(chunk);
            assertEquals(1, chunks.fraction(), "all was read");
        }
        return all;
    }

    private List<List<Integer>> rows(Corpus corpus, Chunking chunking) throws Exception {
        return chunks(corpus, ids, chunking).stream()
                .map(chunk -> IntStream.of(chunk.ids()).boxed().toList())
                .toList();
    }

    private String refusal(Path file) {
        return assertThrows(ModelException.class, () -> rows(Corpus.of(file), SHORT))
                .getMessage();
    }

    @Test
    void aTextIsOneDocument() throws Exception {
        Corpus corpus = Corpus.of(file("a.txt", "1 2 3 4 5\n6 7 8"));
        assertEquals(List.of(List.of(0, 1, 2, 3), List.of(0, 4, 5, 6), List.of(0, 7, 8)), rows(corpus, SHORT));
        assertEquals(
                List.of(List.of(0, 1, 2, 3), List.of(0, 4, 5, 6)), rows(corpus, new Chunking(4, true, false, false)));
    }

    @Test
    void linesAndRowsAreDocuments() throws Exception {
        List<List<Integer>> expected = List.of(List.of(0, 1, 2, 3), List.of(0, 4), List.of(0, 5, 6));
        Path lines = file("a.jsonl", "{\"id\": [7], \"text\": \"1 2 3 4\"}\n\n{\"text\": \"5 6\"}\n");
        assertEquals(expected, rows(Corpus.of(lines), SHORT));
        assertEquals(expected, rows(Corpus.of(file("a.csv", "id,text\n7,\"1 2\n3 4\"\n8,5 6\n")), SHORT));
        assertEquals(expected, rows(Corpus.of(file("a.tsv", "Text\tid\n1 2 3 4\t7\n5 6\t8\n")), SHORT));
        List<Chunk> chunks = chunks(Corpus.of(lines, file("b.txt", "9")), ids, SHORT);
        assertEquals(List.of(0, 0, 1, 2), chunks.stream().map(Chunk::document).toList());
        assertEquals(List.of(0, 3, 0, 0), chunks.stream().map(Chunk::start).toList());
        assertEquals(List.of(0, 1, 2, 3), chunks.stream().map(Chunk::number).toList());
    }

    @Test
    void linesThatCannotBeUsedArePassedOver() throws Exception {
        Path lines = file("a.jsonl", "{\"text\": \"1 2\"}\n{\"text\": 5}\n{broken\n[1]\n{\"text\": \"3\"}\n");
        try (Chunks chunks = Corpus.of(lines).chunks(ids, SHORT)) {
            assertArrayEquals(new int[] {0, 1, 2}, chunks.next().ids());
            assertArrayEquals(new int[] {0, 3}, chunks.next().ids());
            assertEquals(3, chunks.passedOver());
        }
    }

    @Test
    void whatIsNoTextIsRefusedInASentence() throws Exception {
        assertEquals("a.txt holds no text.", refusal(file("a.txt", "")));
        assertEquals("a.txt holds no text.", refusal(file("a.txt", " \n \n")));
        assertEquals(
                "a.jsonl holds no text; line 1: There is no text in a field \"text\".",
                refusal(file("a.jsonl", "{\"txt\": \"1\"}")));
        assertTrue(refusal(file("a.csv", "id,content\n1,2\n"))
                .endsWith("a.csv has no column \"text\" in its first row; the columns there are \"id\", \"content\"."));
        assertTrue(refusal(file("a.txt", "1 2\n3 \0 4"))
                .endsWith("a.txt is no text in UTF-8: line 2 holds a NUL character."));
        Path binary = folder.resolve("weights.bin");
        Files.write(binary, new byte[] {'1', ' ', '\n', (byte) 0xe4, (byte) 0xff, '2'});
        assertTrue(refusal(binary).contains("weights.bin is no text in UTF-8: line 2 holds broken characters"));
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, '2', 0});
        assertTrue(refusal(binary).endsWith("is UTF-16 text: save it as UTF-8."));
        assertTrue(refusal(folder.resolve("none.txt")).startsWith("There is no file"));
        assertTrue(refusal(folder).endsWith("is a folder, not a file of text."));
        assertTrue(assertThrows(Exception.class, () -> rows(Corpus.of(file("w.txt", "some words")), SHORT))
                .getMessage()
                .contains("takes ids from 0 to 99"));
    }

    @Test
    void aLineOfAnySizeIsReadInPieces() throws Exception {
        Path file = folder.resolve("line.txt");
        int numbers = 30_000_000;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            byte[] ten = "11 12 13 14 15 16 17 18 19 20 ".getBytes(UTF_8);
            for (int i = 0; i < numbers / 10; i++) out.write(ten);
        }
        var chunking = new Chunking(64, true, true, false);
        System.gc();
        long before = used();
        try (Chunks chunks = Corpus.of(file).chunks(ids, chunking)) {
            for (int i = 0; i < 1000; i++) {
                int[] row = chunks.next().ids();
                assertEquals(64, row.length);
                for (int at = 1; at < 64; at++) assertEquals(11 + (i * 63 + at - 1) % 10, row[at]);
            }
            System.gc();
            assertTrue(used() - before < 20 << 20, "memory grew by " + (used() - before));
            assertTrue(chunks.fraction() < 0.01, "it reads only as far as it must");
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void theFingerprintIsThatOfTheText() throws Exception {
        Path one = file("a.txt", "1 2 3");
        String name = Corpus.of(one).fingerprint();
        assertEquals(name, Corpus.of(file("b.txt", "1 2 3")).fingerprint(), "whatever it is called");
        assertNotEquals(name, Corpus.of(file("c.txt", "1 2 4")).fingerprint());
        assertNotEquals(name, Corpus.of(one, one).fingerprint());
        byte[] large = new byte[40 << 20];
        Arrays.fill(large, (byte) '1');
        Path many = Files.write(folder.resolve("large.txt"), large);
        String whole = Corpus.of(many).fingerprint();
        large[large.length - 1] = '2';
        Files.write(many, large);
        assertNotEquals(whole, Corpus.of(many).fingerprint(), "its end counts");
    }

    @Test
    void quotesStayWhatTheyAreUnlessAskedFor() throws Exception {
        Tokenizer tokenizer = Model.tokenizer(Bundled.folder());
        Corpus corpus = Corpus.of(file("a.txt", "\u201cIt\u2019s\u201d"));
        var straight = new Chunking(64, true, true, true);
        assertEquals("\u201cIt\u2019s\u201d", text(tokenizer, corpus, new Chunking(64, true, true, false)));
        assertEquals("\"It's\"", text(tokenizer, corpus, straight));
    }

    private static String text(Tokenizer tokenizer, Corpus corpus, Chunking chunking) throws Exception {
        int[] row = chunks(corpus, tokenizer, chunking).getFirst().ids();
        return tokenizer.decode(Arrays.copyOfRange(row, 1, row.length));
    }

    @Test
    void piecesAreCutWhereTokensBegin() throws Exception {
        Tokenizer tokenizer = Model.tokenizer(Bundled.folder());
        var text = new StringBuilder();
        for (int i = 0; text.length() < 200_000; i++)
            text.append(" Mary went home.\n\n  Then ").append(i);
        int[] whole =
                tokenizer.split(text.toString()).stream().mapToInt(Token::id).toArray();
        assertArrayEquals(whole, all(tokenizer, text.toString()));
    }

    @Test
    void aLanguageWithoutSpacesLosesNoCharacter() throws Exception {
        Tokenizer tokenizer = Model.tokenizer(Bundled.folder());
        String text = "日本語の文章😀".repeat(20_000);
        assertEquals(text, tokenizer.decode(all(tokenizer, text)));
    }

    private int[] all(Tokenizer tokenizer, String text) throws Exception {
        return chunks(Corpus.of(file("t.txt", text)), tokenizer, new Chunking(256, true, true, false)).stream()
                .flatMapToInt(chunk -> Arrays.stream(chunk.ids()).skip(1))
                .toArray();
    }
}
