package org.headscope.app.ablation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.analysis.patching.AblationEstimates;
import org.headscope.engine.analysis.patching.DirectEffects;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** A piece of a sweep, short enough that a run of the user can wait for it. */
sealed interface SweepStep {
    /**
     * Works it out, on the engine's thread.
     *
     * @return what writes the result down, on the FX thread
     */
    Runnable work(Progress progress) throws PromptException;

    Measured target();

    /** All parts at once, from the gradient. */
    record Estimate(Measured target) implements SweepStep {
        @Override
        public Runnable work(Progress progress) throws PromptException {
            SweepKey key = target.key();
            List<Site> parts = key.parts();
            double[] found = AblationEstimates.of(
                    key.laboratory().model(),
                    key.laboratory().request(key.experiment()),
                    key.laboratory().logitMetric(key.experiment()),
                    key.ablations(parts),
                    progress);
            var effects = new HashMap<Site, Double>();
            for (int i = 0; i < found.length; i++) effects.put(parts.get(i), found[i]);
            return () -> target.estimate(effects);
        }
    }

    /** What parts of a layer do straight through the residual stream. */
    record Direct(Measured target, List<Site> parts) implements SweepStep {
        @Override
        public Runnable work(Progress progress) throws PromptException {
            SweepKey key = target.key();
            Map<Site, Double> effects = new HashMap<>();
            DirectEffects.of(
                    key.laboratory().model(),
                    key.laboratory().request(key.experiment()),
                    key.laboratory().logitMetric(key.experiment()),
                    key.ablations(parts),
                    (part, effect) -> effects.put(parts.get(part), effect),
                    progress);
            return () -> target.putDirect(effects);
        }
    }

    /** The whole effect of a part. */
    record Exact(Measured target, Site part) implements SweepStep {
        @Override
        public Runnable work(Progress progress) throws PromptException {
            SweepKey key = target.key();
            double effect = AblationSweep.effect(
                    key.laboratory(), key.experiment(), key.ablation().of(part), progress);
            return () -> target.put(part, effect);
        }
    }
}
