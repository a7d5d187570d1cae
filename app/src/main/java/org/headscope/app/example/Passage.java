package org.headscope.app.example;

import java.util.List;
import org.headscope.app.pane.LossToken;

/**
 * A chunk of the corpus, coloured by what a head does for the token after each.
 *
 * @param ids BOS included
 * @param tokens one for each id; the colour of each is that of the prediction made there
 */
record Passage(int chunk, List<Integer> ids, List<LossToken> tokens) {
    Passage {
        ids = List.copyOf(ids);
        tokens = List.copyOf(tokens);
    }
}
