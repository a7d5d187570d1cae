package org.headscope.engine.model;

import org.headscope.engine.hook.Positions;

/** Neighbouring positions of a prompt: {@code from} and those behind it, up to and without {@code to}. */
record Span(int from, int to) {
    Span {
        to = Math.max(from, to);
    }

    /** From the first to the last of some positions in a prompt of some length. */
    static Span of(Positions positions, int length) {
        if (positions.all()) return new Span(0, length);
        return new Span(positions.chosen().getFirst(), positions.lastBelow(length) + 1);
    }

    int size() {
        return to - from;
    }

    boolean isEmpty() {
        return to == from;
    }

    /** Those of them that are not in front of a position. */
    Span since(int position) {
        return new Span(Math.max(from, position), to);
    }
}
