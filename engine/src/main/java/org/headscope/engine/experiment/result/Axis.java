package org.headscope.engine.experiment.result;

import java.util.List;
import java.util.stream.IntStream;

/** An axis of an array, with what its entries are called. */
public record Axis(String name, List<String> labels) {
    public Axis {
        labels = List.copyOf(labels);
    }

    /** Entries that are called by their numbers. */
    public static Axis counted(String name, int size) {
        return new Axis(name, IntStream.range(0, size).mapToObj(String::valueOf).toList());
    }

    public int size() {
        return labels.size();
    }
}
