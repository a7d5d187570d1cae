package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How positions of many copies of a prompt lie one after the other in one value, [1, row, ...]. */
record Layout(List<Part> parts) {
    /**
     * The copies of one segment, each with the same positions, from row {@code offset} on.
     *
     * @param segment whose copies they are
     * @param span the positions of each
     */
    record Part(Segment segment, Span span, int offset) {
        int rows() {
            return segment.copies() * span.size();
        }
    }

    Layout {
        parts = List.copyOf(parts);
    }

    static Layout of(List<Segment> segments, Function<Segment, Span> span) {
        var parts = new ArrayList<Part>();
        int offset = 0;
        for (Segment segment : segments) {
            var part = new Part(segment, span.apply(segment), offset);
            parts.add(part);
            offset += part.rows();
        }
        return new Layout(parts);
    }

    int rows() {
        return parts.getLast().offset + parts.getLast().rows();
    }

    /** The position that each row stands at. */
    int[] positions() {
        return parts.stream()
                .flatMapToInt(
                        part -> IntStream.range(0, part.rows()).map(row -> part.span.from() + row % part.span.size()))
                .toArray();
    }
}
