package org.headscope.engine.io;

import java.util.List;

/**
 * What a prompt file holds.
 *
 * @param prompts the good ones, in the order of the file
 * @param badLines what could not be used
 */
public record Prompts(List<Prompt> prompts, List<BadLine> badLines) {
    public Prompts {
        prompts = List.copyOf(prompts);
        badLines = List.copyOf(badLines);
    }

    /**
     * A line, row or entry that could not be used.
     *
     * @param line the line it begins in, counted from 1
     * @param reason one sentence for the user
     */
    public record BadLine(int line, String reason) {}
}
