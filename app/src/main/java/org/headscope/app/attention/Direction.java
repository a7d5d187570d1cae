package org.headscope.app.attention;

import org.headscope.app.text.Text;

/** Which side of the chosen token's attention the text shows. */
enum Direction {
    BOTH,
    /** What the token attends to. */
    QUERIES,
    /** Who attends to the token. */
    KEYS;

    String words() {
        return Text.of("attention.direction." + name());
    }
}
