package org.headscope.engine.analysis;

import java.util.LinkedHashMap;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.PaddingMask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * The values a run kept, together with the model that computed them: what analyses start from (TransformerLens {@code
 * ActivationCache}). Immutable.
 *
 * @param padding which places of the batch only fill rows up, or null where every place holds a token
 */
public record ActivationCache(Model model, Activations values, PaddingMask padding) {
    /** Values of a batch without padding. */
    public ActivationCache(Model model, Activations values) {
        this(model, values, null);
    }

    /** What a run without padding kept. */
    public static ActivationCache of(Model model, RunResult run) {
        return new ActivationCache(model, run.kept());
    }

    /** Runs a request and takes what it keeps. */
    public static ActivationCache run(Model model, RunRequest request, Progress progress) throws PromptException {
        return new ActivationCache(model, model.run(request, progress).kept(), request.padding());
    }

    /** Runs a model on a batch of tokens, all rows of one length, and keeps what an analysis reads. */
    public static ActivationCache run(Model model, int[][] tokens, NameFilter keep) throws PromptException {
        return run(model, RunRequest.of(tokens).keep(keep), Progress.NONE);
    }

    /** Whether there is a token in a place of the batch, and not padding. */
    public boolean isToken(int row, int place) {
        return padding == null || padding.isToken(row, place);
    }

    /** The position in its prompt of the token in a place of the batch. */
    public int position(int row, int place) {
        return padding == null ? place : padding.positions()[row][place];
    }

    /** The values of one prompt of the batch, as if it had been run alone: batch 1, no padding. */
    public ActivationCache prompt(int row) {
        var alone = new LinkedHashMap<String, Tensor>();
        for (String name : values.names()) alone.put(name, prompt(name, values.get(name), row));
        return new ActivationCache(model, Activations.of(alone));
    }

    private Tensor prompt(String name, Tensor value, int row) {
        int rows = padding == null ? value.size(0) : padding.rows();
        // norms of queries and keys are flattened, [batch * pos * head, ...]
        boolean flat = HookName.isFlattened(name);
        int[] shape = value.shape();
        if (flat && padding == null)
            throw new IllegalArgumentException("The rows of " + name + " cannot be told apart");
        Tensor one = flat ? value.reshape(rows, padding.width(), shape[0] / rows / padding.width(), shape[1]) : value;
        one = one.slice(0, row, row + 1);
        if (padding != null) {
            int from = padding.places(row)[0];
            int to = from + padding.tokens(row);
            one = one.slice(HookName.positionAxis(name), from, to);
            if (HookName.isAttention(name)) one = one.slice(3, from, to);
        }
        return flat ? one.reshape(one.size() / shape[1], shape[1]) : one;
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
