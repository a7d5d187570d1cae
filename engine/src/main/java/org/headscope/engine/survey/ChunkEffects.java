package org.headscope.engine.survey;

import java.util.List;
import org.headscope.engine.model.HeadReadout.LossChanges;
import org.headscope.engine.tensor.Tensor;

/**
 * What a survey measures of a chunk.
 *
 * @param loss of each predicted token without a change, in nats, [pos - 1]
 * @param heads one for each head of the plan, in its order
 */
public record ChunkEffects(Chunk chunk, Tensor loss, List<LossChanges> heads) {
    public ChunkEffects {
        heads = List.copyOf(heads);
    }
}
