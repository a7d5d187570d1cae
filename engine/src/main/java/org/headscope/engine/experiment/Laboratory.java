package org.headscope.engine.experiment;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.metric.LogProbability;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.metric.Loss;
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

    /** For runs that may be shown again: an eighth of Java's memory, within bounds. */
    private static final long SHELF_BYTES = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 64L << 20, 512L << 20);

    private final Model model;
    private final RunShelf shelf;
    private final AtomicLong lastId = new AtomicLong();

    public Laboratory(Model model) {
        this(model, SHELF_BYTES);
    }

    /** @param shelfBytes how much memory the values of earlier runs may take */
    Laboratory(Model model, long shelfBytes) {
        this.model = model;
        this.shelf = new RunShelf(shelfBytes);
    }

    public Model model() {
        return model;
    }

    /**
     * Runs an experiment with and without its interventions. What was run before, and is still kept, is the same run again.
     *
     * @throws PromptException with one plain sentence if the prompt cannot be run
     */
    public Comparison run(Experiment experiment, Progress progress) throws PromptException {
        return run(experiment, experiment.clean(), progress);
    }

    /**
     * Runs an experiment beside another one. Where their prompts have not as many tokens, or the other one's cannot be run,
     * it is compared with itself without interventions instead; {@link Comparison#before} says which.
     *
     * @throws PromptException with one plain sentence if the prompt of {@code experiment} cannot be run
     */
    public Comparison run(Experiment experiment, Experiment baseline, Progress progress) throws PromptException {
        Tokens tokens = Run.tokens(model, experiment);
        // An intervention that is switched off changes nothing.
        Experiment asked = experiment.isClean() ? experiment.clean() : experiment;
        Experiment compared = asLong(baseline, tokens) ? baseline : experiment.clean();
        Run before = run(compared, RunRequest::reusing, progress);
        Run after = asked.equals(compared) ? before : run(asked, RunRequest::reusing, progress);
        return new Comparison(before, after);
    }

    private boolean asLong(Experiment baseline, Tokens tokens) {
        try {
            return Run.tokens(model, baseline).size() == tokens.size();
        } catch (PromptException _) {
            return false;
        }
    }

    /** @param reuse whether the run is remembered, so that later ones may take it over */
    private Run run(Experiment experiment, UnaryOperator<RunRequest> reuse, Progress progress) throws PromptException {
        Run known = shelf.get(experiment);
        if (known != null) return known;
        Tokens tokens = Run.tokens(model, experiment);
        RunRequest request = reuse.apply(RunRequest.of(tokens).keep(KEPT));
        Run run = run(lastId.incrementAndGet(), experiment, tokens, request, progress);
        shelf.add(run);
        return run;
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

    /** What an experiment runs, with its interventions. */
    public RunRequest request(Experiment experiment) throws PromptException {
        return RunRequest.of(Run.tokens(model, experiment)).with(experiment.active());
    }

    /** The metric of an experiment as a function of logits. */
    public LogitMetric logitMetric(Experiment experiment) {
        Answers answers = Answers.of(model, experiment);
        return answers.right()
                .map(right -> answers.wrong()
                        .<LogitMetric>map(wrong -> LogitDifference.atEnd(List.of(right.id()), List.of(wrong.id())))
                        .orElseGet(() -> LogProbability.atEnd(List.of(right.id()))))
                .orElseGet(Loss::new);
    }

    /** One run with all that panes look at, of an experiment beside the one that is shown; not remembered to take over from. */
    public Run beside(Experiment experiment, Progress progress) throws PromptException {
        return run(experiment, RunRequest::reusingOnly, progress);
    }

    private Run run(long id, Experiment experiment, Tokens tokens, RunRequest request, Progress progress)
            throws PromptException {
        long start = System.nanoTime();
        RunResult result = model.run(request.with(experiment.active()), progress);
        double millis = (System.nanoTime() - start) / 1e6;
        return new Run(id, experiment, tokens, result, millis, Answers.of(model, experiment));
    }
}
