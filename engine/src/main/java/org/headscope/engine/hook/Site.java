package org.headscope.engine.hook;

/**
 * Where an intervention acts.
 *
 * @param head the head, or -1 where the part is not a head
 */
public record Site(Part part, int layer, int head, Positions positions) {

    public Site {
        if ((part == Part.HEAD) != (head >= 0)) {
            throw new IllegalArgumentException("A site has a head exactly if its part is a head");
        }
    }

    public static Site head(int layer, int head) {
        return new Site(Part.HEAD, layer, head, Positions.ALL);
    }

    public static Site mlp(int layer) {
        return new Site(Part.MLP, layer, -1, Positions.ALL);
    }

    public static Site attention(int layer) {
        return new Site(Part.ATTENTION, layer, -1, Positions.ALL);
    }

    public Site at(Positions where) {
        return new Site(part, layer, head, where);
    }

    /** Whether both are the same head, attention layer or MLP, at whatever positions. */
    public boolean isSamePart(Site other) {
        return part == other.part && layer == other.layer && head == other.head;
    }

    public String hookName() {
        return part.hookName(layer);
    }

    /** As the field writes it: {@code 10.7}, {@code MLP 3}, {@code attention 3}. */
    public String label() {
        return switch (part) {
            case HEAD -> layer + "." + head;
            case ATTENTION -> "attention " + layer;
            case MLP -> "MLP " + layer;
        };
    }
}
