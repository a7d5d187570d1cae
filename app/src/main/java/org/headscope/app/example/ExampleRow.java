package org.headscope.app.example;

import org.headscope.engine.survey.TokenEffect;

/**
 * A token of a corpus, in its surroundings.
 *
 * @param before the end of what stands in front of it, with visible spaces and line ends
 * @param token the token itself, the same way
 * @param effect of the chosen kind, in nats; positive where the head helps
 */
record ExampleRow(TokenEffect at, String before, String token, double effect) {
    boolean isSame(ExampleRow other) {
        return at.chunk() == other.at.chunk() && at.position() == other.at.position();
    }
}
