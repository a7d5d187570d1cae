package org.headscope.app.ablation;

import java.util.LinkedHashMap;
import java.util.Map;

/** The effects that were measured, for the latest experiments, so that undo shows them at once. */
final class Effects {
    private static final int MOST = 600;

    private final Map<SweepKey, Measured> known = new LinkedHashMap<>(16, 0.75f, true);

    /** What is known of an experiment, to read and to add to. */
    Measured of(SweepKey key) {
        Measured effects = known.computeIfAbsent(key, Measured::new);
        if (known.size() > MOST) known.remove(known.keySet().iterator().next());
        return effects;
    }

    /** Forgets all, when another model comes. */
    void clear() {
        known.clear();
    }
}
