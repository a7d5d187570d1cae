package org.headscope.engine.analysis.ioi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.SingleToken;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/**
 * A prompt in which someone does something to or for someone else (Wang et al. 2211.00593; interpretability.md F.14), cut before
 * the name of the indirect object.
 *
 * @param template a sentence with {@code {1}} and {@code {2}} for the names of its first clause, {@code {3}} for that of its
 *     second
 * @param names what stands there
 * @param ioFirst whether the indirect object was named before the subject when the prompt was made
 * @param io the name of the indirect object, which metrics ask for; stays what it is when names are exchanged
 * @param s the name of the subject
 */
public record IoiPrompt(String template, List<String> names, boolean ioFirst, String io, String s) {
    public IoiPrompt {
        names = List.copyOf(names);
        if (names.size() != 3) throw new IllegalArgumentException("An IOI prompt has three places for names.");
    }

    public String text() {
        String text = template;
        for (int i = 0; i < 3; i++) text = text.replace("{" + (i + 1) + "}", names.get(i));
        return text;
    }

    /** The order of the names: ABB where the indirect object comes first, BAB where the subject does, ABC for three people. */
    public String order() {
        if (names.get(2).equals(names.get(1))) return "ABB";
        return names.get(2).equals(names.get(0)) ? "BAB" : "ABC";
    }

    /**
     * The same with other names, such as {@code ABB->BAB}, {@code ABB->CBB}, {@code ABB->ACC}: the letters left of the arrow
     * name the people in the order in which they stand there, those right of it who stands there instead. Letters that are not
     * on the left are people who were not in the prompt.
     *
     * @param flip two orders, an arrow between them; the left one must be that of the prompt
     * @param others names to take new people from
     * @throws IllegalArgumentException if the flip is none, or is for prompts of another order
     */
    public IoiPrompt flipped(String flip, List<String> others, Random random) {
        if (!flip.matches("[A-Z]{3}->[A-Z]{3}"))
            throw new IllegalArgumentException("\"" + flip + "\" is no flip of names.");
        Map<Character, String> people = people(flip);
        for (char letter : flip.substring(5).toCharArray()) {
            if (people.containsKey(letter)) continue;
            List<String> fresh = others.stream()
                    .filter(name -> !names.contains(name) && !people.containsValue(name))
                    .toList();
            people.put(letter, fresh.get(random.nextInt(fresh.size())));
        }
        List<String> changed = flip.substring(5)
                .chars()
                .mapToObj(letter -> people.get((char) letter))
                .toList();
        return new IoiPrompt(template, changed, ioFirst, io, s);
    }

    private Map<Character, String> people(String flip) {
        Map<Character, String> people = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            String known = people.putIfAbsent(flip.charAt(i), names.get(i));
            if (known != null && !known.equals(names.get(i))) throw otherOrder(flip);
        }
        if (people.values().stream().distinct().count() < people.size()) throw otherOrder(flip);
        return people;
    }

    private IllegalArgumentException otherOrder(String flip) {
        return new IllegalArgumentException(
                "The prompt has its names in the order " + order() + ", not " + flip.substring(0, 3) + ".");
    }

    /** The tokens, with BOS in front if asked for and if the model has one. */
    public Tokens tokens(Tokenizer tokenizer, boolean prependBos) throws PromptException {
        return tokenizer.encode(text(), prependBos);
    }

    /**
     * Where what matters stands: {@code IO}, {@code S1} and the tokens around them ({@code IO-1}, {@code IO+1}), {@code S2},
     * {@code end}, {@code punct}, the first comma or full stop behind the names, and {@code starts}, the first token that is not
     * BOS. In a prompt whose names were exchanged {@code IO} and {@code S1} are the places where these people stood.
     *
     * @param tokens of this prompt
     * @throws PromptException if a name is not one token
     */
    public Map<String, Integer> positions(Tokenizer tokenizer, Tokens tokens) throws PromptException {
        int[] places = new int[3];
        int from = 0;
        for (int i = 0; i < 3; i++) {
            places[i] = position(tokenizer, names.get(i), tokens, from);
            from = places[i] + 1;
        }
        int io = ioFirst ? places[0] : places[1];
        int s1 = ioFirst ? places[1] : places[0];
        var positions = new LinkedHashMap<String, Integer>();
        positions.put("IO", io);
        positions.put("IO-1", io - 1);
        positions.put("IO+1", io + 1);
        positions.put("S1", s1);
        positions.put("S1-1", s1 - 1);
        positions.put("S1+1", s1 + 1);
        positions.put("S2", places[2]);
        positions.put("end", tokens.size() - 1);
        positions.put("starts", tokens.startsWithBos() ? 1 : 0);
        punctuation(tokens, places[1]).ifPresent(position -> positions.put("punct", position));
        return positions;
    }

    private static int position(Tokenizer tokenizer, String name, Tokens tokens, int from) throws PromptException {
        int id = SingleToken.of(tokenizer, " " + name).id();
        for (int position = from; position < tokens.size(); position++) {
            if (tokens.ids()[position] == id) return position;
        }
        throw new PromptException("The token \" " + name + "\" is not where it should be in the prompt.");
    }

    private static OptionalInt punctuation(Tokens tokens, int behind) {
        return IntStream.range(behind + 1, tokens.size())
                .filter(position -> tokens.get(position).text().matches("[,.]"))
                .findFirst();
    }
}
