package org.headscope.app.attention;

import org.headscope.app.text.Text;

/** What the matrix of a head shows for each query and key. */
enum Quantity {
    /** Attention after softmax. */
    PATTERN,
    /** Attention times the length of what the head writes for the key, over the largest such length. */
    WEIGHTED,
    /** Attention scores before softmax. */
    SCORES;

    String words() {
        return Text.of("attention.quantity." + name());
    }
}
