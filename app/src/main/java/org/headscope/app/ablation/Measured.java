package org.headscope.app.ablation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.Site;

/**
 * What is known of the effects that switching parts off has on a run: the metric with the part off minus the metric with it on.
 * Used on the FX thread.
 */
final class Measured {
    private final SweepKey key;
    private final Map<Site, Double> exact = new HashMap<>();
    private final Map<Site, Double> direct = new HashMap<>();
    private Map<Site, Double> estimates;
    private boolean refused;

    Measured(SweepKey key) {
        this.key = key;
    }

    /** Whether the run cannot be made, as where an intervention does not fit the prompt. */
    boolean isRefused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    SweepKey key() {
        return key;
    }

    List<Site> parts() {
        return key.parts();
    }

    boolean isEstimated() {
        return estimates != null;
    }

    /** NaN while there is none. */
    double estimate(Site part) {
        return isEstimated() ? estimates.getOrDefault(part, Double.NaN) : Double.NaN;
    }

    /** NaN until it is measured. */
    double exact(Site part) {
        return exact.getOrDefault(part, Double.NaN);
    }

    /** NaN until it is measured. */
    double direct(Site part) {
        return direct.getOrDefault(part, Double.NaN);
    }

    boolean has(Site part) {
        return exact.containsKey(part);
    }

    boolean hasDirect(Site part) {
        return direct.containsKey(part);
    }

    int count() {
        return exact.size();
    }

    int directCount() {
        return direct.size();
    }

    void estimate(Map<Site, Double> effects) {
        estimates = effects;
    }

    void put(Site part, double effect) {
        exact.put(part, effect);
    }

    void putDirect(Map<Site, Double> effects) {
        direct.putAll(effects);
    }
}
