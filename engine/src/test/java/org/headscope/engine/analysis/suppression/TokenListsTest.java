package org.headscope.engine.analysis.suppression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.headscope.engine.Bundled;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Function words and semantic sets as tokens of the bundled model, and of one without text. */
class TokenListsTest {
    private static final Tokenizer TOKENIZER = tokenizer();

    private static Tokenizer tokenizer() {
        try {
            return Model.tokenizer(Bundled.folder());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int id(String text) {
        return TOKENIZER.single(text).orElseThrow();
    }

    @Test
    void theListHasEachWordOnce() {
        List<String> words = FunctionWords.standard().texts();
        assertEquals(146, words.size());
        assertEquals(words.size(), new HashSet<>(words).size());
        assertTrue(words.containsAll(List.of("\n", ".", " the", " The", "The", " '", "'s")));
        assertFalse(words.contains(" said"));
    }

    @Test
    void functionWordsAreTheSingleTokensAndBos() {
        Set<Integer> ids = FunctionWords.standard().ids(TOKENIZER);
        assertTrue(ids.contains(TOKENIZER.bosId().orElseThrow()));
        assertTrue(ids.containsAll(List.of(id(" the"), id("."), id(" to"), id(" you"))));
        assertFalse(ids.contains(id(" Mary")));
        // the pieces of a word that is several tokens are not function words
        for (String word : FunctionWords.standard().texts()) {
            OptionalInt single = TOKENIZER.single(word);
            if (single.isPresent()) assertTrue(ids.contains(single.getAsInt()), word);
        }
        assertEquals(Set.of(id(" store"), 0), new FunctionWords(List.of(" store", " no such word")).ids(TOKENIZER));
    }

    @Test
    void aTokenWithoutTextIsAloneInItsSet() {
        var sets = new SemanticSets(Tokenizer.takingIds(30, OptionalInt.of(0)), Progress.NONE);
        for (int token = 0; token < 30; token++) assertEquals(List.of(token), sets.all(token));
    }

    @Test
    void setsBeginWithTheTokenThenSpaceThenPlural() {
        var sets = new SemanticSets(TOKENIZER, Progress.NONE);
        int checked = 0;
        for (int token = 0; token < TOKENIZER.vocabSize(); token++) {
            List<Integer> all = sets.all(token);
            assertEquals(token, all.getFirst());
            assertEquals(all.size(), new HashSet<>(all).size());
            String text = TOKENIZER.text(token);
            if (!text.matches(" [a-z]{3,}")) continue;
            int next = 1;
            boolean ends = text.endsWith("s");
            String other = ends ? text.substring(0, text.length() - 1) : text + "s";
            for (String variant : List.of(text.strip(), other, other.strip())) {
                OptionalInt single = TOKENIZER.single(variant);
                if (single.isEmpty()) continue;
                assertEquals(single.getAsInt(), all.get(next++), text);
                checked++;
            }
            for (String variant : List.of(
                    capitalised(text),
                    capitalised(text).strip(),
                    text.toUpperCase(),
                    text.strip().toUpperCase())) {
                TOKENIZER.single(variant).ifPresent(single -> assertTrue(all.contains(single), variant));
            }
        }
        assertTrue(checked > 100, "there are plurals");
    }

    private static String capitalised(String spaced) {
        return " " + Character.toUpperCase(spaced.charAt(1)) + spaced.substring(2);
    }

    @Test
    void namesAreInTheSetsOfTheirPiecesAndThePiecesInTheirs(@TempDir Path folder) throws Exception {
        List<String> merges = List.of("B e", "Be r", "k e", "ke l", "kel e", "kele y", "\u0120 Ber", "\u0120Ber keley");
        var ids = new LinkedHashMap<String, Integer>();
        for (String piece : List.of("<|endoftext|>", "B", "e", "r", "k", "l", "y", "\u0120"))
            ids.put(piece, ids.size());
        for (String merge : merges) ids.put(merge.replace(" ", ""), ids.size());
        Files.writeString(folder.resolve("vocab.json"), new ObjectMapper().writeValueAsString(ids));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
        try (Tokenizer tokenizer = Tokenizer.open(folder, ids.size(), OptionalInt.empty())) {
            var sets = new SemanticSets(tokenizer, Progress.NONE);
            int name = tokenizer.single(" Berkeley").orElseThrow();
            int first = tokenizer.single("Ber").orElseThrow();
            int second = tokenizer.single("keley").orElseThrow();
            assertEquals(List.of(name, second, first), sets.all(name), "the longest piece first");
            assertEquals(List.of(second, name), sets.all(second));
            assertEquals(List.of(first, tokenizer.single(" Ber").orElseThrow(), name), sets.all(first));
            assertEquals(List.of(first, tokenizer.single(" Ber").orElseThrow()), sets.of(first, 2));
        }
    }
}
