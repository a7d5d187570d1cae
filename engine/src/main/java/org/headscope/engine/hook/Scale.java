package org.headscope.engine.hook;

/** Multiplies a value by a factor. */
public record Scale(Site site, double factor) implements Intervention {
    @Override
    public Scale at(Site other) {
        return new Scale(other, factor);
    }

    @Override
    public boolean isIdle() {
        return factor == 1;
    }

    @Override
    public String describe() {
        return site.label() + " × " + Amount.of(factor) + ", " + site.where();
    }
}
