package org.headscope.engine.hook;

/**
 * Cuts edges of attention: the queries of the site do not see its keys, and attend the more to what they still see. A query that
 * sees nothing any more attends to nothing. Zeroing a cell of the pattern leaves the rest of its row alone instead.
 *
 * @param site attention scores
 */
public record KnockOut(Site site) implements Intervention {
    public KnockOut {
        if (!HookName.isScores(site.hookName())) {
            throw new IllegalArgumentException(
                    "Edges are knocked out of attention scores, not of " + site.label() + ".");
        }
    }

    @Override
    public KnockOut at(Site other) {
        return new KnockOut(other);
    }

    @Override
    public String describe() {
        String whose =
                site.unit() < 0 ? "of all heads of layer " + site.layer() : "of " + site.layer() + "." + site.unit();
        return "edges " + whose + " knocked out, " + site.where();
    }
}
