package org.headscope.engine.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens that begin and end texts.
 *
 * @param bosId the token put in front of a prompt, if the model has one
 * @param prependBos whether it is put there where nobody says otherwise, as TransformerLens does by the model's family
 *     ({@code default_prepend_bos})
 * @param eosIds the tokens after which a text is finished
 */
public record SpecialTokens(OptionalInt bosId, boolean prependBos, List<Integer> eosIds) {
    public SpecialTokens {
        eosIds = List.copyOf(eosIds);
    }
}
