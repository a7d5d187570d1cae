package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.tensor.Tensor;

/**
 * Direct logit attribution (TransformerLens {@code direct_logit_attribution}): what the parts of a model contribute to logits
 * through the residual stream alone. What heads and neurons write is never formed: the direction of the logit is seen
 * through W_O or W_out instead.
 *
 * @param unit which parts
 */
public record DirectLogitAttribution(Unit unit, AnswerTokens answers, PosSlice slice) {
    /** Which parts of a model are told apart. */
    public enum Unit {
        /** Embeddings, attention layers and MLPs. */
        COMPONENT,
        /** The stream after each attention layer and MLP: each value contains those before; see differences(). */
        LAYER,
        /** Heads, and one remainder. */
        HEAD,
        /** Neurons, and one remainder. */
        NEURON
    }

    /** The hook points whose values it reads. */
    public NameFilter hooks(ModelConfig config) {
        var names = new ArrayList<>(LogitAttrs.hooks(config).patterns());
        names.addAll(decomposition().hooks(config).patterns());
        return NameFilter.of(names);
    }

    private Decomposition decomposition() {
        return switch (unit) {
            case COMPONENT -> new DecomposeResid(ResidPoint.END);
            case LAYER -> new AccumulatedResid(ResidPoint.END, true);
            case HEAD -> new HeadResults(ResidPoint.END, true);
            case NEURON -> new NeuronResults(ResidPoint.END, true);
        };
    }

    /** Contributions of all parts. */
    public Attribution of(ActivationCache cache) {
        return switch (unit) {
            case COMPONENT, LAYER ->
                new LogitAttrs(answers, slice).of(cache, decomposition().of(cache, slice));
            case HEAD, NEURON -> each(cache);
        };
    }

    private Attribution each(ActivationCache cache) {
        Reading reading = Reading.ofLogits(cache, answers, slice);
        boolean heads = unit == Unit.HEAD;
        var labels = new ArrayList<String>();
        var values = new ArrayList<float[]>();
        float[] rest = reading.ofStream(cache);
        for (int layer = 0; layer < (heads ? reading.attentions(cache) : reading.mlps(cache)); layer++) {
            int part = 0;
            for (float[] ofPart : heads ? reading.ofHeads(cache, layer) : reading.ofNeurons(cache, layer)) {
                for (int row = 0; row < rest.length; row++) rest[row] -= ofPart[row];
                labels.add("L" + layer + (heads ? "H" : "N") + part++);
                values.add(ofPart);
            }
        }
        labels.add("remainder");
        values.add(rest);
        return attribution(labels, values, reading.constant());
    }

    private Attribution attribution(List<String> labels, List<float[]> values, Tensor constant) {
        int rows = constant.size();
        var data = new float[labels.size() * rows];
        for (int part = 0; part < labels.size(); part++) System.arraycopy(values.get(part), 0, data, part * rows, rows);
        return slice.keepsAxis()
                ? new Attribution(labels, Tensor.of(data, labels.size(), constant.size(0), constant.size(1)), constant)
                : new Attribution(labels, Tensor.of(data, labels.size(), rows), constant.reshape(rows));
    }
}
