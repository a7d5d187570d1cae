package org.headscope.engine.hook;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The token positions an intervention acts on.
 *
 * @param chosen the positions, ascending and distinct; empty for all
 */
public record Positions(List<Integer> chosen) {
    public static final Positions ALL = new Positions(List.of());

    public Positions {
        if (chosen.stream().anyMatch(position -> position < 0)) {
            throw new IllegalArgumentException("Positions count from 0, so there are none at " + chosen);
        }
        chosen = chosen.stream().distinct().sorted().toList();
    }

    public static Positions of(Integer... positions) {
        return new Positions(List.of(positions));
    }

    public boolean all() {
        return chosen.isEmpty();
    }

    /** Whether there is a position in both. */
    public boolean meets(Positions other) {
        return all() || other.all() || chosen.stream().anyMatch(other.chosen::contains);
    }

    /** The last of these positions in a prompt of some length; -1 if there is none. */
    public int lastBelow(int length) {
        if (all()) return length - 1;
        return chosen.stream().filter(position -> position < length).reduce(-1, Math::max);
    }

    /** "all positions", "position 4", "positions 4, 7". */
    public String describe() {
        if (all()) return "all positions";
        String list = chosen.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (chosen.size() == 1 ? "position " : "positions ") + list;
    }
}
