package org.headscope.engine.analysis;

import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The values a run kept, together with the model that computed them: what analyses start from (TransformerLens {@code
 * ActivationCache}). Immutable.
 */
public record ActivationCache(Model model, Activations values) {
    public static ActivationCache of(Model model, RunResult run) {
        return new ActivationCache(model, run.kept());
    }

    /** Runs a model on a batch of tokens, all rows of one length, and keeps what an analysis reads. */
    public static ActivationCache run(Model model, int[][] tokens, NameFilter keep) throws PromptException {
        return of(model, model.run(RunRequest.of(tokens).keep(keep)));
    }

    public ModelConfig config() {
        return model.config();
    }

    /** The value at a hook point, by its full or short name. */
    public Tensor get(String name) {
        return values.get(name);
    }

    /** The value at a hook point, by its short name and layer. */
    public Tensor get(String shortName, int layer) {
        return values.get(shortName, layer);
    }

    /** A parameter of a block, by what follows {@code blocks.3.} in its name. */
    public Tensor parameter(int layer, String name) {
        return model.parameter("blocks." + layer + "." + name);
    }
}
