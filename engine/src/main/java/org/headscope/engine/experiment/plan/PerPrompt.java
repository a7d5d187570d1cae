package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** What was found in prompts one by one, put together. */
final class PerPrompt {
    private PerPrompt() {}

    /**
     * One array of those of all prompts.
     *
     * @param each of one shape, with 1 on the axis of prompts
     * @param axis the axis of prompts
     */
    static Tensor joined(List<Tensor> each, int axis) {
        int[] shape = each.getFirst().shape();
        int outer = 1;
        for (int i = 0; i < axis; i++) outer *= shape[i];
        int block = each.getFirst().size() / outer;
        var data = new float[Math.multiplyExact(each.size(), each.getFirst().size())];
        for (int prompt = 0; prompt < each.size(); prompt++) {
            float[] of = each.get(prompt).toArray();
            for (int row = 0; row < outer; row++) {
                System.arraycopy(of, row * block, data, (row * each.size() + prompt) * block, block);
            }
        }
        shape[axis] = each.size();
        return Tensor.of(data, shape);
    }
}
