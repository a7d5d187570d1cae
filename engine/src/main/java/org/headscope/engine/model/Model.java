package org.headscope.engine.model;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;

/**
 * A model that is loaded and can be run. All computing happens on the {@link EngineThread}; methods may be called from any
 * thread and wait for it. Results are plain and immutable. Close it to give its memory back.
 */
public final class Model implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final ModelConfig config;
    private final Processing processing;
    private final Tokenizer tokenizer;
    private final String fingerprint;
    private final WeightSource source;
    private volatile LoadedModel loaded;
    private volatile long weightBytes;
    private boolean closed;

    /** Where the weights come from once they are needed. */
    @FunctionalInterface
    interface WeightSource {
        LoadedModel load() throws ModelException;
    }

    Model(
            String name,
            Path folder,
            ModelConfig config,
            Processing processing,
            Tokenizer tokenizer,
            String fingerprint,
            WeightSource source) {
        this.name = name;
        this.folder = folder;
        this.config = config;
        this.processing = processing;
        this.tokenizer = tokenizer;
        this.fingerprint = fingerprint;
        this.source = source;
    }

    /**
     * Loads a model folder in Hugging Face layout.
     *
     * @param folder the folder, or one file of weights (safetensors or PyTorch) with a config.json beside it
     * @param processing which rewritings of the weights are applied
     * @throws ModelException with one plain sentence if the folder cannot be used
     */
    public static Model load(Path folder, Processing processing) throws ModelException {
        Model model = open(folder, processing);
        try {
            model.load();
            return model;
        } catch (ModelException | RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * Opens a model folder without loading its weights, which takes a fraction of the time: configuration, tokenizer and
     * fingerprint are there, and nothing can be computed before {@link #load()}.
     *
     * @throws ModelException with one plain sentence if the folder cannot be used
     */
    public static Model open(Path folder, Processing processing) throws ModelException {
        return new ModelLoader(folder, processing).open();
    }

    /**
     * Loads the weights of a model that was only opened.
     *
     * @throws ModelException with one plain sentence if the weights cannot be used
     */
    public void load() throws ModelException {
        onEngine(() -> {
            if (loaded != null || closed) return null;
            LoadedModel parts = source.load();
            weightBytes = parts.weights().bytes();
            loaded = parts;
            return null;
        });
    }

    /**
     * Starts loading the native libraries on the engine thread, which takes a second or two, and returns at once. The
     * first model then opens sooner.
     */
    public static void prepare() {
        EngineThread.executor().execute(Engine::getInstance);
    }

    /** The tokenizer of a model folder, without its weights. */
    public static Tokenizer tokenizer(Path folder) throws ModelException {
        return new ModelLoader(folder, Processing.RAW).tokenizer();
    }

    /** The configuration of a model folder, without its weights. */
    public static ModelConfig config(Path folder) throws ModelException {
        return new ModelLoader(folder, Processing.RAW).config();
    }

    /** The name of the folder, or of the file of weights, that it was opened from. */
    public String name() {
        return name;
    }

    /** The folder, or the file of weights, that it was opened from. */
    public Path folder() {
        return folder;
    }

    public ModelConfig config() {
        return config;
    }

    public Processing processing() {
        return processing;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Identifies the weights: a short hash over names, shapes and samples of the stored tensors. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Number of parameters of the checkpoint; a tied unembedding is counted once. 0 before the weights are loaded. */
    public long parameterCount() {
        return loaded == null ? 0 : loaded.parameterCount();
    }

    /**
     * Bytes of the float32 weights in memory, where processing may have given a tied unembedding values of its own. 0 before
     * the weights are loaded.
     */
    public long weightBytes() {
        return weightBytes;
    }

    /** Names of the hook points that fire in a run with these optional ones, in firing order. */
    public List<String> hookNames(OptionalHooks optional) {
        return HookCatalogue.of(config, optional);
    }

    /**
     * Runs the model.
     *
     * @param progress told of each layer; may cancel between layers
     * @throws PromptException if the prompt does not fit the model: empty, too long, ids out of range
     * @throws IllegalArgumentException if the request does not make sense for this model
     */
    public RunResult run(RunRequest request, Progress progress) throws PromptException {
        return compute(parts -> parts.runner().run(request, progress));
    }

    public RunResult run(RunRequest request) throws PromptException {
        return run(request, Progress.NONE);
    }

    /**
     * Runs the whole model and differentiates a number computed from its logits with respect to values in between.
     *
     * @param request what is run, with its interventions; what they put in is a constant
     * @param names the hook points to differentiate with respect to; each takes memory like a kept value
     * @throws PromptException if the prompt does not fit the model
     * @throws IllegalArgumentException if the request or the metric does not make sense for this model
     */
    public Gradients gradients(RunRequest request, LogitMetric metric, NameFilter names, Progress progress)
            throws PromptException {
        return compute(parts -> parts.runner().gradients(request, metric, names, progress));
    }

    /**
     * A parameter under its TransformerLens name, such as {@code blocks.0.attn.W_Q} [head, d_model, d_head] or
     * {@code unembed.W_U} [d_model, d_vocab].
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    public Tensor parameter(String parameter) {
        return compute(parts -> new ParameterView(config, parts.weights()).get(parameter));
    }

    /**
     * The matrix product of some factors, from left to right, computed where the weights are: a matrix as large as the
     * unembedding is not copied for it.
     *
     * @return [..., n, m]
     * @throws IllegalArgumentException if the shapes do not fit, if there is no such parameter, or if a product would have
     *     more values than an array can hold
     */
    public Tensor product(Factor... factors) {
        return compute(parts -> new Products(config, parts.weights()).of(List.of(factors)));
    }

    /**
     * Queries or keys turned as attention turns those of a position; as they are in layers that do not rotate.
     *
     * @param vectors [n, d_head]
     */
    public Tensor rotated(int layer, int position, Tensor vectors) {
        return compute(parts -> new Products(config, parts.weights()).rotated(layer, position, vectors));
    }

    /**
     * What residual vectors would say if they were the last: final norm, unembedding, log-softmax (interpretability.md
     * D.3).
     *
     * @param residual [pos, d_model]
     * @param scale [pos], the scale to divide by in place of the vectors' own standard deviation, or null
     * @return log-probabilities [pos, d_vocab], in nats
     * @throws IllegalArgumentException if the shapes do not fit the model
     */
    public Tensor readOut(Tensor residual, float[] scale) {
        return compute(parts -> Lens.logProbabilities(config, parts.weights(), residual, scale));
    }

    /**
     * Gives the memory of the weights back. Waits for a run in progress; what is asked afterwards is answered by a
     * {@link CancellationException}. The tokenizer goes on working for those who still hold runs of the model.
     */
    @Override
    public void close() {
        onEngine(() -> {
            if (closed) return null;
            closed = true;
            if (loaded != null) {
                loaded.runner().forget();
                loaded.weights().close();
            }
            return null;
        });
    }

    /** The parameters; the weights must be loaded. */
    Weights weights() {
        return loaded.weights();
    }

    /** Something that is computed with the weights. */
    @FunctionalInterface
    interface Work<T> {
        T with(LoadedModel parts) throws Exception;
    }

    /**
     * Runs on the engine thread. Work for a model that was closed in the meantime counts as cancelled: whoever asked for it
     * could not know, and nobody waits for the answer.
     */
    <T, E extends Exception> T compute(Work<T> work) throws E {
        return onEngine(() -> {
            if (closed) throw new CancellationException("The model " + name + " is closed.");
            if (loaded == null) throw new IllegalStateException("The weights of " + name + " are not loaded.");
            return work.with(loaded);
        });
    }

    /** Native arrays that live as long as the model; a pass leaves none behind. */
    public int nativeArrays() {
        return loaded.weights().manager().getManagedArrays().size();
    }

    /** Runs on the engine thread; checked exceptions of the work come through as they are. */
    @SuppressWarnings("unchecked")
    private static <T, E extends Exception> T onEngine(Callable<T> work) throws E {
        try {
            return EngineThread.call(work);
        } catch (Exception e) {
            throw (E) e;
        }
    }
}
