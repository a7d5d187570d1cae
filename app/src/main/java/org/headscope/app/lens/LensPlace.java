package org.headscope.app.lens;

/**
 * A cell of the lens.
 *
 * @param row counted from the embedding
 * @param position counted from the first token
 */
record LensPlace(int row, int position) {}
