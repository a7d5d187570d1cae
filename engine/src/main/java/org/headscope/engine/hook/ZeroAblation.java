package org.headscope.engine.hook;

/** Sets a value to 0. */
public record ZeroAblation(Site site) implements Intervention {
    @Override
    public ZeroAblation at(Site other) {
        return new ZeroAblation(other);
    }

    @Override
    public String describe() {
        return site.label() + " → zero, " + site.where();
    }
}
