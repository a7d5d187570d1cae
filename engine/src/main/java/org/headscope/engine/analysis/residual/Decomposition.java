package org.headscope.engine.analysis.residual;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;

/** A way to take the residual stream apart (interpretability.md D.1). */
public sealed interface Decomposition
        permits AccumulatedResid, DecomposeResid, HeadResults, NeuronResults, FullDecomposition {
    /** Where the stream is read. */
    ResidPoint point();

    /** The hook points whose values it reads. */
    NameFilter hooks(ModelConfig config);

    /** The components at some positions. */
    ResidualStack of(ActivationCache cache, PosSlice slice);

    /** The components at all positions. */
    default ResidualStack of(ActivationCache cache) {
        return of(cache, PosSlice.ALL);
    }
}
