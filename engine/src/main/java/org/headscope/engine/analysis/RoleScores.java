package org.headscope.engine.analysis;

/**
 * How much a head plays each of the known roles, from 0 to 1.
 *
 * @param previous attention to the token before
 * @param duplicate attention to earlier occurrences of the same token
 * @param induction attention to what followed earlier occurrences
 * @param first attention to position 0
 */
public record RoleScores(double previous, double duplicate, double induction, double first) {}
