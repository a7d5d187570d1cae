package org.headscope.engine.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the ids themselves, for models that come without a tokenizer: {@code 5 8 13} or {@code [5, 8, 13]}. Each
 * token covers the number that was typed.
 */
public final class IdTokenizer implements Tokenizer {
    private static final Pattern WORD = Pattern.compile("[^\\s,;\\[\\]]+");
    private static final Pattern NUMBER = Pattern.compile("<?(\\d{1,9})>?");
    private static final int SHOWN = 20;

    private final int dVocab;
    private final OptionalInt bosId;

    IdTokenizer(int dVocab, OptionalInt bosId) {
        this.dVocab = dVocab;
        this.bosId = Vocabulary.within(dVocab, bosId);
    }

    @Override
    public Tokens encode(String text, boolean prependBos) throws PromptException {
        List<Token> tokens = new ArrayList<>();
        if (prependBos && bosId.isPresent()) {
            tokens.add(token(bosId.getAsInt()));
        }
        tokens.addAll(parse(text));
        if (tokens.isEmpty()) {
            throw new PromptException(
                    "The prompt is empty: this model has no tokenizer, so type token ids such as 5 8 13.");
        }
        return new Tokens(text, tokens, isBos(tokens.get(0).id()));
    }

    @Override
    public List<Token> split(String text) {
        try {
            return parse(text);
        } catch (PromptException e) {
            return List.of();
        }
    }

    private List<Token> parse(String text) throws PromptException {
        List<Token> tokens = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            Matcher number = NUMBER.matcher(words.group());
            if (!number.matches() || Integer.parseInt(number.group(1)) >= dVocab) {
                String word = words.group();
                String shown = word.length() > SHOWN ? word.substring(0, SHOWN) + "…" : word;
                throw new PromptException("'%s' is no token id: this model has no tokenizer and takes ids from 0 to %d."
                        .formatted(shown, dVocab - 1));
            }
            int id = Integer.parseInt(number.group(1));
            tokens.add(new Token(id, text(id), words.start(), words.end()));
        }
        return tokens;
    }

    @Override
    public String text(int id) {
        return "<" + id + ">";
    }

    @Override
    public String decode(int... ids) {
        return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    @Override
    public int vocabSize() {
        return dVocab;
    }

    @Override
    public OptionalInt bosId() {
        return bosId;
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
