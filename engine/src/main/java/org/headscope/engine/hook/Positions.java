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
        chosen = chosen.stream().distinct().sorted().toList();
    }

    public static Positions of(Integer... positions) {
        return new Positions(List.of(positions));
    }

    public boolean all() {
        return chosen.isEmpty();
    }

    /** "all positions", "position 4", "positions 4, 7". */
    public String describe() {
        if (all()) return "all positions";
        String list = chosen.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (chosen.size() == 1 ? "position " : "positions ") + list;
    }
}
