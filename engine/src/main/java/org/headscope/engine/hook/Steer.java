package org.headscope.engine.hook;

/** Adds a multiple of a direction to the vectors of a value (interpretability.md E.6). */
public record Steer(Site site, Direction direction, double amount) implements Intervention {
    public Steer {
        Direction.checkSite(site);
    }

    @Override
    public Steer at(Site other) {
        return new Steer(other, direction, amount);
    }

    @Override
    public boolean isIdle() {
        return amount == 0;
    }

    @Override
    public String describe() {
        String sign = amount < 0 ? " − " : " + ";
        return site.label() + sign + Amount.of(Math.abs(amount)) + " × " + direction.describe() + ", " + site.where();
    }
}
