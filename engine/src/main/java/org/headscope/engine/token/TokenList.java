package org.headscope.engine.token;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some tokens as a person types them: separated by commas, in quotes where spaces or commas count. */
public final class TokenList {
    private static final Pattern ITEM =
            Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\",]*[^\",\\s]))\\s*(,|$)");

    private TokenList() {}

    /**
     * The tokens of a text such as {@code " Mary", " John", the}; none if it is blank. Within quotes {@code \"} and {@code \n}
     * stand for a quote and a line break; without quotes the visible space of token labels stands for a space.
     *
     * @throws PromptException in one sentence, if quotes are left open, something is missing between commas, or a text is not
     *     exactly one token
     */
    public static List<Token> parse(Tokenizer tokenizer, String typed) throws PromptException {
        var tokens = new ArrayList<Token>();
        if (typed.isBlank()) return tokens;
        Matcher item = ITEM.matcher(typed);
        int at = 0;
        boolean more = true;
        while (more) {
            item.region(at, typed.length());
            if (!item.lookingAt()) throw wrong(typed.substring(at).strip());
            String text = item.group(1) != null
                    ? unescaped(item.group(1))
                    : item.group(2).replace('\u2423', ' ');
            tokens.add(tokenizer.token(SingleToken.of(tokenizer, text).id()));
            more = !item.group(3).isEmpty();
            at = item.end();
        }
        return List.copyOf(tokens);
    }

    private static String unescaped(String quoted) {
        return quoted.replace("\\n", "\n").replaceAll("\\\\(.)", "$1");
    }

    private static PromptException wrong(String rest) {
        if (rest.isEmpty() || rest.startsWith(",")) {
            return new PromptException("There is nothing between two commas, or after the last one.");
        }
        return new PromptException(
                "The quotes at %s do not fit: write tokens like \" Mary\", \" John\".".formatted(rest));
    }
}
