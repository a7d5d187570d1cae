package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;

/**
 * Tokens that are written like another (interpretability.md F.7, without a lemmatiser), in this order: the token itself; the same
 * with a space in front, or without; its plural or, if it ends in s, its singular, with and without a space; other cases of
 * these; tokens that have it as a piece; its own pieces, longest first.
 */
public final class SemanticSets implements TokenSets {
    /** Shorter pieces say little. */
    private static final int SHORTEST_PIECE = 3;

    private final Tokenizer tokenizer;
    private final Map<Integer, List<Integer>> pieces = new HashMap<>();
    private final Map<Integer, List<Integer>> wholes = new HashMap<>();

    /**
     * Looks for the pieces of every token of the vocabulary.
     *
     * @param progress told of the tokens done; may cancel
     */
    public SemanticSets(Tokenizer tokenizer, Progress progress) {
        this.tokenizer = tokenizer;
        for (int token = 0; token < tokenizer.vocabSize(); token++) {
            if (token % 1000 == 0) progress.at(token, tokenizer.vocabSize());
            for (int piece : pieces(token)) {
                pieces.computeIfAbsent(token, _ -> new ArrayList<>()).add(piece);
                wholes.computeIfAbsent(piece, _ -> new ArrayList<>()).add(token);
            }
        }
    }

    @Override
    public List<Integer> of(int token, int count) {
        return all(token).stream().limit(count).toList();
    }

    /** The whole set of a token. */
    public List<Integer> all(int token) {
        var set = new LinkedHashSet<Integer>();
        set.add(token);
        if (isWritten(token)) {
            for (String variant : variants(tokenizer.text(token))) id(variant).ifPresent(set::add);
        }
        set.addAll(wholes.getOrDefault(token, List.of()));
        pieces.getOrDefault(token, List.of()).stream()
                .sorted(Comparator.comparing(
                        (Integer piece) -> -tokenizer.text(piece).length()))
                .forEach(set::add);
        return List.copyOf(set);
    }

    /** Whether the text of a token gives the token again, which that of broken characters does not. */
    private boolean isWritten(int token) {
        String text = tokenizer.text(token);
        return !text.isBlank() && id(text).stream().anyMatch(id -> id == token);
    }

    /** The token that is this text, and not what is left of it without characters that the tokenizer does not know. */
    private OptionalInt id(String text) {
        OptionalInt id = tokenizer.single(text);
        return id.isPresent() && tokenizer.text(id.getAsInt()).equals(text) ? id : OptionalInt.empty();
    }

    private static Set<String> variants(String text) {
        String word = text.strip();
        String other = otherNumber(word);
        var variants = new LinkedHashSet<String>();
        variants.add(text.startsWith(" ") ? word : " " + word);
        variants.add(" " + other);
        variants.add(other);
        String lower = word.toLowerCase(Locale.ROOT);
        for (String form : List.of(lower, otherNumber(lower))) {
            for (String cased : List.of(form, capitalised(form), form.toUpperCase(Locale.ROOT))) {
                variants.add(" " + cased);
                variants.add(cased);
            }
        }
        variants.remove("");
        variants.remove(" ");
        return variants;
    }

    private static String otherNumber(String word) {
        if (word.endsWith("s") || word.endsWith("S")) return word.substring(0, word.length() - 1);
        boolean upper = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
        return word + (upper ? "S" : "s");
    }

    private static String capitalised(String word) {
        if (word.isEmpty()) return word;
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    /** What a token without its space, or a name without it, falls into. */
    private List<Integer> pieces(int token) {
        String text = tokenizer.text(token);
        boolean name = text.length() > 1 && text.charAt(0) == ' ' && Character.isUpperCase(text.charAt(1));
        if (text.startsWith(" ") && !name || text.length() < 2 * SHORTEST_PIECE || !isWritten(token)) return List.of();
        List<Token> split = tokenizer.split(name ? text.substring(1) : text);
        boolean longEnough = split.stream().allMatch(piece -> piece.text().length() >= SHORTEST_PIECE);
        return split.size() > 1 && longEnough ? split.stream().map(Token::id).toList() : List.of();
    }
}
