package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;

/**
 * The residual stream at every layer up to a place, each row all that was written before it (TransformerLens {@code
 * accumulated_resid}). With the norm's own scale its rows are what a logit lens reads.
 *
 * @param inclMid whether the stream between attention and MLP is a row, too, in models that have one
 */
public record AccumulatedResid(ResidPoint point, boolean inclMid) implements Decomposition {
    @Override
    public NameFilter hooks(ModelConfig config) {
        return NameFilter.of(new ArrayList<>(rows(config).values()));
    }

    @Override
    public ResidualStack of(ActivationCache cache, PosSlice slice) {
        var stack = new StackBuilder(cache, slice);
        rows(cache.config()).forEach(stack::add);
        return stack.build();
    }

    /** Labels and hook points. */
    private SequencedMap<String, String> rows(ModelConfig config) {
        int layers = point.layerIn(config);
        var rows = new LinkedHashMap<String, String>();
        for (int layer = 0; layer < layers; layer++) {
            rows.put(layer + "_pre", HookName.of("resid_pre", layer));
            if (inclMid && config.hasResidMid()) rows.put(layer + "_mid", HookName.of("resid_mid", layer));
        }
        if (point.mlpInput()) rows.put(layers + "_pre", HookName.of("resid_pre", layers));
        String last = point.atEnd(config) ? "final_post" : layers + (point.mlpInput() ? "_mid" : "_pre");
        rows.put(last, point.hook(config));
        return rows;
    }
}
