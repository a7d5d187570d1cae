package org.headscope.engine.analysis.circuit;

import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * How much each head copies what it attends to: the sum of the eigenvalues of its OV circuit over the sum of their absolute
 * values, from 1 (copies) to -1 (does the opposite) (Elhage et al. 2021; interpretability.md D.5).
 *
 * @param full whether the circuit runs from tokens to logits, W_E W_V W_O W_U, rather than W_V W_O alone
 */
public record CopyingScores(boolean full) {
    /** [layer, head]. */
    public Tensor of(Model model) {
        return of(model, Progress.NONE);
    }

    /** @param progress told of the layers done; may cancel between them */
    public Tensor of(Model model, Progress progress) {
        int heads = model.config().nHeads();
        int layers = model.config().nLayers();
        var scores = new float[layers * heads];
        progress.at(0, layers);
        Tensor around = full ? model.product(Factor.of("unembed.W_U"), Factor.of("embed.W_E")) : null;
        for (int layer = 0; layer < layers; layer++) {
            FactoredMatrix ov = new Circuits(model).ov(layer);
            // W_E W_V W_O W_U has the eigenvalues of W_V (W_O W_U W_E)
            if (full) ov = new FactoredMatrix(ov.left(), model.product(Factor.of(ov.right()), Factor.of(around)));
            ov.eigenvalues().positivity().copyTo(scores, layer * heads);
            progress.at(layer + 1, layers);
        }
        return Tensor.of(scores, layers, heads);
    }
}
