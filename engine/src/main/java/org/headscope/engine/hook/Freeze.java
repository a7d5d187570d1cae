package org.headscope.engine.hook;

/**
 * Holds a value at what it is in the run of the same prompt without interventions, whatever the other interventions do to it: an
 * attention pattern, say, or the scale of a norm.
 */
public record Freeze(Site site) implements Intervention {
    @Override
    public Freeze at(Site other) {
        return new Freeze(other);
    }

    @Override
    public String describe() {
        return site.label() + " → as in the clean run, " + site.where();
    }
}
