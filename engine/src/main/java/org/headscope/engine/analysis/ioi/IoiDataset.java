package org.headscope.engine.analysis.ioi;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.headscope.engine.analysis.suppression.SuppressionScores;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.SingleToken;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;

/**
 * Prompts of indirect object identification (Wang et al. 2211.00593; interpretability.md F.14), made of fifteen templates, names
 * that are single tokens of a model, places and objects. The same seed gives the same prompts; another library's seeds give others.
 *
 * @param names those that prompts are made of
 */
public record IoiDataset(List<IoiPrompt> prompts, List<String> names) {
    /** Which of the two people is named first. */
    public enum Order {
        /** The subject, whose name comes again. */
        BABA,
        /** The indirect object. */
        ABBA,
        /** One prompt of each in turn. */
        MIXED
    }

    /**
     * @param count how many prompts, at least 1
     * @param symmetric whether every second prompt is the one before with the two people exchanged
     */
    public record Options(int count, Order order, boolean symmetric, long seed) {}

    public IoiDataset {
        prompts = List.copyOf(prompts);
        names = List.copyOf(names);
    }

    /** @throws PromptException if the tokenizer has too few names as single tokens */
    public static IoiDataset of(Tokenizer tokenizer, Options options) throws PromptException {
        List<String> names = IoiWords.names(tokenizer);
        if (names.size() < 6) {
            throw new PromptException("IOI prompts need names that are single tokens, but this model has "
                    + names.size() + " of the names they are made of.");
        }
        var random = new Random(options.seed());
        var prompts = new ArrayList<IoiPrompt>();
        while (prompts.size() < options.count()) {
            int drawn = options.symmetric() ? prompts.size() / 2 : prompts.size();
            boolean ioFirst = options.order() == Order.ABBA || options.order() == Order.MIXED && drawn % 2 == 1;
            String template = draw(IoiWords.TEMPLATES, random)
                    .replace("PLACE", draw(IoiWords.PLACES, random))
                    .replace("OBJECT", draw(IoiWords.OBJECTS, random))
                    .replaceAll(" a (?=[aeiou])", " an ");
            String io = draw(names, random);
            String s = io;
            while (s.equals(io)) s = draw(names, random);
            prompts.add(prompt(template, io, s, ioFirst));
            if (options.symmetric() && prompts.size() < options.count()) prompts.add(prompt(template, s, io, ioFirst));
        }
        return new IoiDataset(prompts, names);
    }

    private static IoiPrompt prompt(String template, String io, String s, boolean ioFirst) {
        return new IoiPrompt(template, ioFirst ? List.of(io, s, s) : List.of(s, io, s), ioFirst, io, s);
    }

    private static String draw(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /**
     * The same prompts with names exchanged, see {@link IoiPrompt#flipped}.
     *
     * @param flips one for each order that the prompts have
     * @throws IllegalArgumentException if there is none for some prompt
     */
    public IoiDataset flipped(List<String> flips, long seed) {
        var random = new Random(seed);
        var flipped = new ArrayList<IoiPrompt>();
        for (IoiPrompt prompt : prompts) {
            String own = flips.stream()
                    .filter(flip -> flip.startsWith(prompt.order()))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("There is no flip for the order " + prompt.order()));
            flipped.add(prompt.flipped(own, names, random));
        }
        return new IoiDataset(flipped, names);
    }

    /** What the copy-suppression score of heads looks at: attention from the end of each prompt to the indirect object. */
    public List<SuppressionScores.Text> ends(Tokenizer tokenizer) throws PromptException {
        var texts = new ArrayList<SuppressionScores.Text>();
        for (IoiPrompt prompt : prompts) {
            Tokens tokens = prompt.tokens(tokenizer, true);
            int io = prompt.positions(tokenizer, tokens).get("IO");
            int answer = SingleToken.of(tokenizer, " " + prompt.io()).id();
            var cell = new SuppressionScores.Cell(tokens.size() - 1, io, answer);
            texts.add(new SuppressionScores.Text(tokens.ids(), List.of(cell)));
        }
        return texts;
    }
}
