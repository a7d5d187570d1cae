package org.headscope.engine.experiment;

import java.util.concurrent.atomic.AtomicLong;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/** Runs experiments on a model. */
public final class Laboratory {
    /** What the panes look at. */
    private static final NameFilter KEPT = NameFilter.of(
            "*.attn.hook_pattern",
            "*.attn.hook_v",
            "*.hook_resid_pre",
            "*.hook_resid_mid",
            "*.hook_resid_post",
            "ln_final.hook_scale");

    private final Model model;
    private final AtomicLong lastId = new AtomicLong();

    public Laboratory(Model model) {
        this.model = model;
    }

    public Model model() {
        return model;
    }

    /**
     * Runs an experiment with and without its interventions.
     *
     * @throws PromptException with one plain sentence if the prompt cannot be run
     */
    public Comparison run(Experiment experiment, Progress progress) throws PromptException {
        Tokens tokens = Run.tokens(model, experiment);
        RunRequest request = RunRequest.of(tokens).keep(KEPT).reusing();
        Run before = run(lastId.incrementAndGet(), experiment.clean(), tokens, request, progress);
        return new Comparison(
                before,
                experiment.isClean() ? before : run(lastId.incrementAndGet(), experiment, tokens, request, progress));
    }

    /**
     * The metric alone, of one of many experiments that differ little from one that was run before: what it has in common
     * with that one is not computed again, and that one stays the one to take over from.
     */
    public Metric metric(Experiment experiment, Progress progress) throws PromptException {
        Tokens tokens = Run.tokens(model, experiment);
        return run(0, experiment, tokens, RunRequest.of(tokens).reusingOnly(), progress)
                .metric();
    }

    private Run run(long id, Experiment experiment, Tokens tokens, RunRequest request, Progress progress)
            throws PromptException {
        long start = System.nanoTime();
        RunResult result = model.run(request.with(experiment.active()), progress);
        double millis = (System.nanoTime() - start) / 1e6;
        return new Run(id, experiment, tokens, result, millis, Run.Answers.of(model, experiment));
    }
}
