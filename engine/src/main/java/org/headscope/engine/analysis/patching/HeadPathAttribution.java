package org.headscope.engine.analysis.patching;

import org.headscope.engine.analysis.residual.FrozenNorm;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * First-order estimate of what {@link DirectPathPatching} finds, for all pairs of heads from two passes and one backwards
 * (interpretability.md E.3): the gradient of the metric at a receiver's queries, keys or values, led back to the residual stream
 * by its weights and the norm in front of them, times what a sender writes differently in the donor run. The norm divides by its
 * scale in the base run.
 */
public record HeadPathAttribution(Model model, RunRequest base, RunRequest donor, LogitMetric metric) {
    /**
     * The estimated changes of the metric, [layer, head, layer, head], receivers behind senders; 0 where a sender is not below.
     *
     * @param input {@code q}, {@code k} or {@code v} of the receivers
     * @param progress told of the layers of receivers done
     */
    public Tensor of(String input, Progress progress) throws PromptException {
        NameFilter read = NameFilter.of("*.attn.hook_" + input);
        Gradients ours = model.gradients(base.keep(DirectPaths.baseWith()), metric, read, Progress.NONE);
        RunResult theirs = model.run(donor.keep("*.attn.hook_z"));
        var paths = new DirectPaths(model, ours.run().kept(), theirs.kept());
        int layers = model.config().nLayers();
        int heads = model.config().nHeads();
        int receivers = PatchTable.heads(model, input).shape().getLast();
        var estimates = new float[layers * heads * layers * receivers];
        for (int layer = 1; layer < layers; layer++) {
            progress.at(layer - 1, layers - 1);
            Tensor wanted = wanted(paths, ours.gradients().get(input, layer), input, layer);
            for (int below = 0; below < layer; below++) {
                Tensor sent = paths.sent(below);
                Tensor all = model.product(
                        Factor.of(flat(sent)), Factor.of(flat(wanted)).transposed());
                for (int head = 0; head < heads; head++) {
                    all.at(head).copyTo(estimates, ((below * heads + head) * layers + layer) * receivers);
                }
            }
        }
        progress.at(layers - 1, layers - 1);
        return Tensor.of(estimates, layers, heads, layers, receivers);
    }

    /** The derivative of the metric by what each head of a layer reads from the residual stream, [head, batch, pos, d_model]. */
    private Tensor wanted(DirectPaths paths, Tensor gradient, String input, int layer) {
        int width = model.config().dModel();
        FrozenNorm norm = paths.norm(layer);
        Tensor rows = model.product(
                Factor.of(HeadResults.headFirst(gradient)),
                paths.weight(input, layer).transposed());
        int length = gradient.size(1);
        int places = gradient.size(0) * length;
        float[] data = rows.toArray();
        var vector = new double[width];
        for (int row = 0; row < data.length / width; row++) {
            for (int i = 0; i < width; i++) vector[i] = data[row * width + i];
            norm.pullBack(vector, row % places / length, row % length);
            for (int i = 0; i < width; i++) data[row * width + i] = (float) vector[i];
        }
        return Tensor.of(data, gradient.size(2), gradient.size(0), length, width);
    }

    /** One row for each head. */
    private static Tensor flat(Tensor perHead) {
        return perHead.reshape(perHead.size(0), perHead.size() / perHead.size(0));
    }
}
