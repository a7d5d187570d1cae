package org.headscope.app.ablation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.headscope.engine.hook.Site;

/** The effects that were measured, for the latest experiments, so that undo shows them at once. */
final class Effects {
    private static final int MOST = 300;

    private final Map<SweepKey, Map<Site, Double>> known = new LinkedHashMap<>(16, 0.75f, true);

    /** The effects known for an experiment, to read and to add to. */
    Map<Site, Double> of(SweepKey key) {
        Map<Site, Double> effects = known.computeIfAbsent(key, _ -> new HashMap<>());
        if (known.size() > MOST) known.remove(known.keySet().iterator().next());
        return effects;
    }

    /** Forgets all, when another model comes. */
    void clear() {
        known.clear();
    }
}
