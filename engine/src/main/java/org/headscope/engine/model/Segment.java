package org.headscope.engine.model;

import java.util.List;

/**
 * Copies of one prompt that are changed at the same positions.
 *
 * @param row of the batch that is copied
 * @param changes which of the changes each copy gets
 * @param changed the positions of the changes
 */
record Segment(int row, List<Integer> changes, Span changed) {
    Segment {
        changes = List.copyOf(changes);
    }

    int copies() {
        return changes.size();
    }
}
