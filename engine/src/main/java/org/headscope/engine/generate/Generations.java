package org.headscope.engine.generate;

import java.util.Arrays;
import java.util.List;

/** What was generated for several prompts, in their order. */
public record Generations(List<Generation> rows) {
    public Generations {
        rows = List.copyOf(rows);
    }

    /** The tokens that were added, [row][step], those that ended early filled up with an end-of-text token. */
    public int[][] tokens(int eosId) {
        int longest = rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
        return rows.stream()
                .map(row -> {
                    int[] filled = Arrays.copyOf(row.tokens(), longest);
                    Arrays.fill(filled, row.tokens().length, longest, eosId);
                    return filled;
                })
                .toArray(int[][]::new);
    }
}
