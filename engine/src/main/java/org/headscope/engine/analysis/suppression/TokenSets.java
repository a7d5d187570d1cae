package org.headscope.engine.analysis.suppression;

import java.util.List;

/** Which tokens count as the same word as another. */
@FunctionalInterface
public interface TokenSets {
    /** Each token by itself. */
    TokenSets ALONE = (token, _) -> List.of(token);

    /**
     * The first tokens of a set, or all if there are not so many.
     *
     * @param count how many, at least 1
     * @return the token itself first
     */
    List<Integer> of(int token, int count);
}
