package org.headscope.engine.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.EngineThread;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.Reuse;
import org.headscope.engine.run.RunMemory;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.run.Trace;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokenizer;

/**
 * A model that is loaded and can be run. All computing happens on the {@link EngineThread}; methods may be called from any
 * thread and wait for it. Results are plain and immutable. Close it to give its memory back.
 */
public final class Model implements AutoCloseable {
    private static final long MEMORY_BYTES = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final String name;
    private final Path folder;
    private final ModelConfig config;
    private final Processing processing;
    private final Tokenizer tokenizer;
    private final String fingerprint;
    private final long parameterCount;
    private final Weights weights;
    private final RunMemory memory;
    private final Means means;
    private boolean closed;

    Model(
            String name,
            Path folder,
            ModelConfig config,
            Processing processing,
            Tokenizer tokenizer,
            String fingerprint,
            long parameterCount,
            Weights weights) {
        this.name = name;
        this.folder = folder;
        this.config = config;
        this.processing = processing;
        this.tokenizer = tokenizer;
        this.fingerprint = fingerprint;
        this.parameterCount = parameterCount;
        this.weights = weights;
        this.memory = new RunMemory(config.nLayers(), MEMORY_BYTES);
        this.means = new Means(this);
    }

    /**
     * Loads a model folder in Hugging Face layout.
     *
     * @param processing which rewritings of the weights are applied
     * @throws ModelException with one plain sentence if the folder cannot be used
     */
    public static Model load(Path folder, Processing processing) throws ModelException {
        return onEngine(() -> new ModelLoader(folder, processing).load());
    }

    /**
     * Starts loading the native libraries on the engine thread, which takes a second or two, and returns at once. The
     * first model then opens sooner.
     */
    public static void prepare() {
        EngineThread.executor().execute(Engine::getInstance);
    }

    /** The tokenizer of a model folder, without its weights. The caller closes it. */
    public static Tokenizer tokenizer(Path folder) throws ModelException {
        return new ModelLoader(folder, Processing.RAW).tokenizer();
    }

    /** The last part of the folder's name. */
    public String name() {
        return name;
    }

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

    /** Number of parameters of the checkpoint; a tied unembedding is counted once. */
    public long parameterCount() {
        return parameterCount;
    }

    /** Bytes of the float32 weights in memory. */
    public long weightBytes() {
        return weights.bytes();
    }

    /** Names of the hook points that fire in a run with these optional ones, in firing order. */
    public List<String> hookNames(OptionalHooks optional) {
        return HookName.catalogue(config.nLayers(), optional);
    }

    /**
     * Runs the model.
     *
     * @param progress told of each layer; may cancel between layers
     * @throws PromptException if the prompt does not fit the model: empty, too long, ids out of range
     * @throws IllegalArgumentException if the request does not make sense for this model
     */
    public RunResult run(RunRequest request, Progress progress) throws PromptException {
        return onEngine(() -> runHere(request, progress));
    }

    public RunResult run(RunRequest request) throws PromptException {
        return run(request, Progress.NONE);
    }

    /**
     * A parameter under its TransformerLens name, such as {@code blocks.0.attn.W_Q} [head, d_model, d_head] or
     * {@code unembed.W_U} [d_model, d_vocab].
     *
     * @throws IllegalArgumentException if there is no such parameter
     */
    public Tensor parameter(String parameter) {
        return onEngine(() -> new ParameterView(config, weights).get(parameter));
    }

    /**
     * What residual vectors would say if they were the last: final norm, unembedding, log-softmax (interpretability.md
     * D.3).
     *
     * @param residual [pos, d_model]
     * @param scale [pos], the scale to divide by in place of the vectors' own standard deviation, or null
     * @return log-probabilities [pos, d_vocab], in nats
     */
    public Tensor readOut(Tensor residual, float[] scale) {
        return onEngine(() -> {
            try (var scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return Native.toTensor(Lens.logProbabilities(config, weights, residual, scale));
            }
        });
    }

    /** Gives the memory back; the model cannot be used afterwards. Waits for a run in progress. */
    @Override
    public void close() {
        onEngine(() -> {
            closed = true;
            memory.clear();
            weights.close();
            tokenizer.close();
            return null;
        });
    }

    private RunResult runHere(RunRequest request, Progress progress) throws PromptException {
        if (closed) throw new IllegalStateException("The model " + name + " is closed.");
        int stopLayer = new RequestCheck(config).check(request);
        List<Edit> edits = means.resolve(request, progress);
        boolean whole = request.startLayer() == 0 && stopLayer == config.nLayers();
        boolean remember = request.reuse() && whole && request.tokens().length == 1 && request.codeHooks().isEmpty();
        Predicate<String> wanted = name -> request.keep().matches(name) || (remember && isKept(name));

        Reuse reuse = remember ? best(request, edits) : Reuse.NOTHING;
        Pass.Outcome outcome = new Pass(config, weights, request, edits, reuse, progress).run(stopLayer, wanted);
        if (remember) memory.add(outcome.trace());
        return result(request, outcome, reuse);
    }

    private Reuse best(RunRequest request, List<Edit> edits) {
        List<String> names = HookName.catalogue(config.nLayers(), request.optional()).stream()
                .filter(request.keep()::matches)
                .toList();
        return memory.best(request.tokens()[0], edits, request.optional(), names);
    }

    /** What a later run needs in order to take over the beginning of this one. */
    private boolean isKept(String hook) {
        return hook.endsWith("hook_resid_pre")
                || hook.endsWith("attn.hook_k")
                || hook.endsWith("attn.hook_v")
                || hook.equals(HookName.block(config.nLayers() - 1, "hook_resid_post"));
    }

    private static RunResult result(RunRequest request, Pass.Outcome outcome, Reuse reuse) {
        Trace trace = outcome.trace();
        Activations kept = trace.activations(request.keep());
        if (trace.logits() == null) return new RunResult(null, outcome.residual(), null, null, kept, 0, 0);
        Tensor logits = trace.logits().tensor();
        Tensor logSumExp = trace.logSumExp().tensor();
        Tensor loss = lossPerToken(request.tokens(), logits, logSumExp);
        return new RunResult(logits, null, logSumExp, loss, kept, reuse.positions(), reuse.layers());
    }

    /** Loss [batch, pos - 1] from logits [batch, pos, d_vocab] and their log-sum-exp [batch, pos] (C.1). */
    private static Tensor lossPerToken(int[][] tokens, Tensor logits, Tensor logSumExp) {
        int predicted = tokens[0].length - 1;
        var loss = new float[tokens.length * predicted];
        for (int row = 0; row < tokens.length; row++) {
            for (int pos = 0; pos < predicted; pos++) {
                loss[row * predicted + pos] =
                        logSumExp.get(row, pos) - logits.get(row, pos, tokens[row][pos + 1]);
            }
        }
        return Tensor.of(loss, tokens.length, predicted);
    }

    /** Native arrays that live as long as the model; a pass leaves none behind. */
    public int nativeArrays() {
        return weights.manager().getManagedArrays().size();
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
