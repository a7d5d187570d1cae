package org.headscope.engine.model;

import java.util.List;
import java.util.function.Predicate;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Edit;
import org.headscope.engine.run.Gradients;
import org.headscope.engine.run.LastBatch;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.Reuse;
import org.headscope.engine.run.RunMemory;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.run.Trace;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Answers requests: checks them, works out their interventions, takes over what an earlier run computed and computes the
 * rest. Used on the engine thread only.
 */
final class Runner {
    /** For the values of remembered runs: an eighth of Java's memory, within bounds. */
    private static final long MEMORY_BYTES = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 64L << 20, 512L << 20);

    private final ModelConfig config;
    private final Weights weights;
    private final RunMemory memory;
    private final LastBatch lastBatch;
    /** How the names of the hook points end that carry keys. */
    private final String keyHook;

    private final Resolver resolver = new Resolver(this);

    Runner(ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        this.keyHook = config.keyHook(0).substring("blocks.0".length());
        this.memory = new RunMemory(config.nLayers(), MEMORY_BYTES);
        this.lastBatch = new LastBatch(config.nLayers(), MEMORY_BYTES);
    }

    Weights weights() {
        return weights;
    }

    ModelConfig config() {
        return config;
    }

    /** Forgets earlier runs. */
    void forget() {
        memory.clear();
        lastBatch.clear();
    }

    RunResult run(RunRequest request, Progress progress) throws PromptException {
        int stopLayer = new RequestCheck(config).check(request);
        List<Edit> edits = resolver.resolve(request, stopLayer, progress);
        boolean batch = request.tokens().length > 1 || request.padding() != null;
        boolean shareable = request.startLayer() == 0
                && stopLayer == config.nLayers()
                && (!batch || kept(request).isEmpty())
                && request.keepsEveryPosition()
                && request.codeHooks().isEmpty();
        boolean remember = shareable && request.remember();
        Predicate<String> wanted = name -> request.keep().matches(name) || remember && carriesOn(name);

        Reuse reuse = Reuse.NOTHING;
        if (shareable && request.reuse()) reuse = batch ? lastBatch.best(request, edits) : best(request, edits);
        Pass.Outcome outcome = new Pass(config, weights, request, edits, reuse, progress).run(stopLayer, wanted);
        if (remember && batch) lastBatch.remember(request, edits, outcome.trace());
        else if (remember) memory.add(outcome.trace());
        return result(request, outcome, reuse);
    }

    /** The interventions of a whole pass with what they need worked out, one edit for each. */
    List<Edit> edits(RunRequest request, Progress progress) throws PromptException {
        new RequestCheck(config).check(request);
        return resolver.edits(request.interventions(), request, progress);
    }

    /** Runs a whole pass and differentiates a metric with respect to values in between. */
    Gradients gradients(RunRequest request, LogitMetric metric, NameFilter names, Progress progress)
            throws PromptException {
        if (new RequestCheck(config).check(request) < config.nLayers()) {
            throw new IllegalArgumentException("A pass that stops before the end has no logits to differentiate.");
        }
        List<Edit> edits = resolver.resolve(request, config.nLayers(), progress);
        try (var tape = new Tape(weights.manager(), request, metric, names)) {
            Pass pass = new Pass(config, weights, request, edits, Reuse.NOTHING, progress, tape);
            RunResult run = result(request, pass.run(config.nLayers(), request.keep()::matches), Reuse.NOTHING);
            Activations gradients = request.keepsEveryPosition()
                    ? Activations.of(tape.gradients())
                    : Activations.sliced(tape.gradients());
            return new Gradients(run, tape.value(), gradients);
        }
    }

    private Reuse best(RunRequest request, List<Edit> edits) {
        return memory.best(request.tokens()[0], edits, request.optional(), kept(request));
    }

    /** The hook points whose values a run keeps. */
    private List<String> kept(RunRequest request) {
        return HookCatalogue.of(config, request.optional()).stream()
                .filter(request.keep()::matches)
                .toList();
    }

    /** Whether a later run needs this hook point in order to take over the beginning of a run. */
    private boolean carriesOn(String hook) {
        return hook.endsWith("hook_resid_post") || hook.endsWith(keyHook) || hook.endsWith("attn.hook_v");
    }

    /** What a pass computed, with the loss of each token (C.1). */
    private static RunResult result(RunRequest request, Pass.Outcome outcome, Reuse reuse) {
        Trace trace = outcome.trace();
        var kept = trace.activations(request.keep());
        if (trace.logits() == null) return new RunResult(null, outcome.residual(), null, null, kept, 0, 0);
        Tensor logSumExp = trace.logSumExp().tensor();
        int length = request.tokens()[0].length;
        var loss = new float[request.tokens().length * (length - 1)];
        int predicted = 0;
        for (int row = 0; row < request.tokens().length; row++) {
            for (int pos = 0; pos + 1 < length; pos++) {
                if (!request.predicts(row, pos)) continue;
                float logit = trace.logits().at(row, pos).flat(request.tokens()[row][pos + 1]);
                loss[row * (length - 1) + pos] = logSumExp.get(row, pos) - logit;
                predicted++;
            }
        }
        Tensor lossPerToken = Tensor.of(loss, request.tokens().length, length - 1);
        return new RunResult(
                trace.logits(), null, logSumExp, lossPerToken, kept, reuse.positions(), reuse.layers(), predicted);
    }
}
