package org.headscope.engine.hook;

import java.util.List;

/** A direction in which vectors are changed, as data: its numbers are worked out when a run starts. */
public sealed interface Direction {
    /** In words, such as {@code " Mary"} or {@code 3.5 at the end of "Hello"}. */
    String describe();

    /**
     * Given numbers.
     *
     * @param values one for each coordinate
     * @param name what the user calls it
     */
    record Vector(List<Float> values, String name) implements Direction {
        public Vector {
            values = List.copyOf(values);
        }

        @Override
        public String describe() {
            return name;
        }
    }

    /**
     * What makes a token likely: its column of the unembedding, [d_model].
     *
     * @param text of the token
     */
    record Unembedding(int token, String text) implements Direction {
        @Override
        public String describe() {
            return "\"" + text + "\"";
        }
    }

    /** One direction less another, such as what makes one token more likely than another. */
    record Difference(Direction to, Direction from) implements Direction {
        @Override
        public String describe() {
            return "(" + to.describe() + " − " + from.describe() + ")";
        }
    }

    /**
     * What a head writes into the residual stream, in a run without interventions, [d_model].
     *
     * @param prompt token ids, BOS included where it is wanted
     * @param position where; negative ones count from the end
     * @param name what the user calls the prompt, such as "the corrupted prompt"
     */
    record HeadOutput(int layer, int head, List<Integer> prompt, int position, String name) implements Direction {
        public HeadOutput {
            prompt = List.copyOf(prompt);
        }

        @Override
        public String describe() {
            String where = position == -1 ? "the last position" : "position " + position;
            return "what " + layer + "." + head + " writes at " + where + " of " + name;
        }
    }

    /** Refuses sites whose vectors have no directions. */
    static void checkSite(Site site) {
        if (HookName.isAttention(site.hookName())) {
            throw new IllegalArgumentException(
                    "There are no directions at " + site.label() + ": what stands along its last axis are keys.");
        }
    }
}
