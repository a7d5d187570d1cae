package org.headscope.engine.survey;

/**
 * A token of a corpus and what a head does for it.
 *
 * @param chunk where it is
 * @param position of the token in its chunk; it is predicted from the one before
 * @param id of the token
 * @param loss of the token without a change, in nats
 * @param total NaN where it was not measured, like {@code indirect}
 */
public record TokenEffect(
        int chunk, int position, int id, String text, double loss, double direct, double total, double indirect) {}
