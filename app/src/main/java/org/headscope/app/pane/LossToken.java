package org.headscope.app.pane;

/**
 * A token of a text and how its loss, or that of the token after it, changed.
 *
 * @param words what a tooltip and a screen reader say about it
 * @param tint a change of loss, nats, with the sign that paints what is good blue: blue above 0, red below; NaN for no colour
 */
public record LossToken(int position, String label, String words, double tint) {}
