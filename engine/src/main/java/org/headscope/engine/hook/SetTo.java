package org.headscope.engine.hook;

import java.util.List;

/**
 * Sets a value to given numbers: a constant, a vector, or a row of an attention pattern drawn by hand.
 *
 * @param values one number for everything, or one for each place along the last axis; of a pattern or of scores, those of the first
 *     keys, where keys behind the last one are not attended to
 */
public record SetTo(Site site, List<Float> values) implements Intervention {
    public SetTo {
        if (values.isEmpty())
            throw new IllegalArgumentException("There are no numbers to set " + site.label() + " to.");
        values = List.copyOf(values);
    }

    public static SetTo constant(Site site, float value) {
        return new SetTo(site, List.of(value));
    }

    @Override
    public SetTo at(Site other) {
        return new SetTo(other, values);
    }

    @Override
    public String describe() {
        String what = values.size() > 1 ? "given numbers" : Amount.of(values.getFirst());
        return site.label() + " → " + what + ", " + site.where();
    }
}
