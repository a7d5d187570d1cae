package org.headscope.engine.hook;

/**
 * What part of the value at a hook point a {@link Change} acts on.
 *
 * @param hook full name of the hook point
 * @param head the head, or -1 for all there are; key/value heads count where keys and values are shared
 * @param coordinate one entry of each vector, such as a neuron, or -1 for all
 * @param positions the positions of the prompt, queries for attention scores and patterns
 * @param keys the keys of attention scores and patterns; unused elsewhere
 */
public record Target(String hook, int head, int coordinate, Positions positions, Positions keys) {
    public Target {
        if (head < -1 || coordinate < -1) throw new IllegalArgumentException("Heads and coordinates count from 0");
        boolean attention = HookName.isAttention(hook);
        if (attention && coordinate >= 0) {
            throw new IllegalArgumentException("What stands along the last axis of " + hook + " are keys");
        }
        if (!attention && !keys.all()) throw new IllegalArgumentException("There are no keys at " + hook);
    }

    /** All of a hook point, given by its full or short name. */
    public static Target of(String name) {
        return new Target(HookName.of(name), -1, -1, Positions.ALL, Positions.ALL);
    }

    /** All of a hook point of a layer, given by its short name. */
    public static Target of(String shortName, int layer) {
        return of(HookName.of(shortName, layer));
    }

    public Target head(int one) {
        return new Target(hook, one, coordinate, positions, keys);
    }

    public Target coordinate(int one) {
        return new Target(hook, head, one, positions, keys);
    }

    public Target at(Positions where) {
        return new Target(hook, head, coordinate, where, keys);
    }

    public Target keys(Positions which) {
        return new Target(hook, head, coordinate, positions, which);
    }

    /** Whether values are laid out [batch, head, query, key] rather than [batch, pos, (head,) width]. */
    boolean attention() {
        return HookName.isAttention(hook);
    }
}
