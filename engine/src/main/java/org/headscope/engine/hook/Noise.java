package org.headscope.engine.hook;

/**
 * Adds normally distributed random numbers, the same in every run.
 *
 * @param deviation their standard deviation
 * @param seed of the random numbers; each place of the value has its own
 */
public record Noise(Site site, double deviation, long seed) implements Intervention {
    @Override
    public Noise at(Site other) {
        return new Noise(other, deviation, seed);
    }

    @Override
    public boolean isIdle() {
        return deviation == 0;
    }

    @Override
    public String describe() {
        return site.label() + " + noise of " + Amount.of(deviation) + ", " + site.where();
    }
}
