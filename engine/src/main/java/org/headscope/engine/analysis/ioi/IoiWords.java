package org.headscope.engine.analysis.ioi;

import java.util.List;
import org.headscope.engine.token.Tokenizer;

/** What IOI prompts are made of. The subject does something, the indirect object is the name to predict. */
final class IoiWords {
    /** First names that GPT-2's tokenizer, and others, have as one token with a space in front. */
    static final List<String> NAMES = List.of(
            ("Aaron Adam Alan Alex Alice Amy Andrew Anna Anthony Arthur Austin Ben Brandon Brian Carl Charles Charlie"
                + " Chris Christian Clark Claire Connor Crystal Dan Daniel David Dean Edward Elizabeth Ella Emily Emma"
                + " Eric Eva Frank George Georgia Grace Graham Grant Henry Ian Jack Jacob Jake James Jamie Jane Jason"
                + " Jay Jennifer Jeremy Jessica John Jonathan Jordan Joseph Joshua Justin Kate Kelly Kevin Kyle Laura"
                + " Lewis Lily Lisa Louis Lucy Luke Maria Mark Martin Mary Matthew Max Michael Michelle Oliver Patrick"
                + " Paul Peter Rachel Richard Robert Rose Ruby Russell Ryan Sam Sarah Scott Sean Simon Sophie Stephen"
                + " Steven Taylor Thomas Tom Tyler Victor Victoria William")
                    .split(" "));

    static final List<String> PLACES =
            List.of("store", "garden", "restaurant", "school", "hospital", "office", "house", "station");

    static final List<String> OBJECTS =
            List.of("ring", "kiss", "bone", "basketball", "computer", "necklace", "drink", "snack");

    static final List<String> TEMPLATES = List.of(
            "Then, {1} and {2} went to the PLACE. {3} gave a OBJECT to",
            "Then, {1} and {2} had a lot of fun at the PLACE. {3} gave a OBJECT to",
            "Then, {1} and {2} were working at the PLACE. {3} decided to give a OBJECT to",
            "Then, {1} and {2} were thinking about going to the PLACE. {3} wanted to give a OBJECT to",
            "Then, {1} and {2} had a long argument, and afterwards {3} said to",
            "After {1} and {2} went to the PLACE, {3} gave a OBJECT to",
            "When {1} and {2} got a OBJECT at the PLACE, {3} decided to give it to",
            "When {1} and {2} got a OBJECT at the PLACE, {3} decided to give the OBJECT to",
            "While {1} and {2} were working at the PLACE, {3} gave a OBJECT to",
            "While {1} and {2} were commuting to the PLACE, {3} gave a OBJECT to",
            "After the lunch, {1} and {2} went to the PLACE. {3} gave a OBJECT to",
            "Afterwards, {1} and {2} went to the PLACE. {3} gave a OBJECT to",
            "Then, {1} and {2} had a long argument. Afterwards {3} said to",
            "The PLACE {1} and {2} went to had a OBJECT. {3} gave it to",
            "Friends {1} and {2} found a OBJECT at the PLACE. {3} gave it to");

    private IoiWords() {}

    /** The names that are one token here with a space in front. */
    static List<String> names(Tokenizer tokenizer) {
        return NAMES.stream()
                .filter(name -> tokenizer.single(" " + name).isPresent())
                .toList();
    }
}
