package org.headscope.app.lens;

/**
 * A token whose line stays on the chart.
 *
 * @param token its id
 * @param label its text with visible spaces
 * @param colour number of its colour, from 1: the first is that of the cell under the mouse
 */
record Pin(int token, String label, int colour) {}
