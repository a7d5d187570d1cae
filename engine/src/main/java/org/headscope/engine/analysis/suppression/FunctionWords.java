package org.headscope.engine.analysis.suppression;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.headscope.engine.token.Tokenizer;

/**
 * Texts that say little by themselves: control characters, punctuation, determiners, prepositions, conjunctions, pronouns and
 * auxiliaries (interpretability.md F.6). What a head does for them is not counted as copy suppression.
 *
 * @param texts each as a token would be written, so that a leading space counts
 */
public record FunctionWords(List<String> texts) {
    public FunctionWords {
        texts = List.copyOf(texts);
    }

    /** The list that comes with Headscope; {@code function-words.json} beside this class. */
    public static FunctionWords standard() {
        try (InputStream file = FunctionWords.class.getResourceAsStream("function-words.json")) {
            return new FunctionWords(List.of(new ObjectMapper().readValue(file, String[].class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of those that are single tokens here, in ascending order, and that of BOS, to which heads attend by default. */
    public Set<Integer> ids(Tokenizer tokenizer) {
        var ids = new TreeSet<Integer>();
        tokenizer.bosId().ifPresent(ids::add);
        for (String text : texts) tokenizer.single(text).ifPresent(ids::add);
        return ids;
    }
}
