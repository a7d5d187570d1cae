package org.headscope.engine.analysis.patching;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/**
 * A prompt, its corrupted version of the same length, and the metric that both are judged by, which is the one of the
 * experiment. Interventions of the experiment play no part.
 */
public record PromptPair(Model model, Tokens clean, Tokens corrupted, LogitMetric metric) {
    /** Which of the two runs is changed. */
    public enum Direction {
        /** The corrupted run is changed by values of the clean one. */
        DENOISING,
        /** The clean run is changed by values of the corrupted one. */
        NOISING
    }

    /** @throws PromptException with one plain sentence if the two prompts cannot be compared position by position */
    public static PromptPair of(Laboratory laboratory, Experiment experiment) throws PromptException {
        Model model = laboratory.model();
        if (experiment.corrupted().isEmpty()) throw new PromptException("There is no corrupted prompt to patch from.");
        Tokens clean = model.tokenizer().encode(experiment.prompt(), experiment.prependBos());
        Tokens corrupted = model.tokenizer().encode(experiment.corrupted(), experiment.prependBos());
        int room = model.config().nCtx();
        if (corrupted.size() > room) {
            throw new PromptException("The corrupted prompt has %d tokens, but the model reads at most %d: shorten it."
                    .formatted(corrupted.size(), room));
        }
        if (corrupted.size() != clean.size()) {
            throw new PromptException(
                    "The corrupted prompt has %d tokens and the prompt %d: patching needs equal lengths."
                            .formatted(corrupted.size(), clean.size()));
        }
        return new PromptPair(model, clean, corrupted, laboratory.logitMetric(experiment));
    }

    /** The positions at which the prompts differ. */
    public Set<Integer> differences() {
        return IntStream.range(0, length())
                .filter(position ->
                        clean.get(position).id() != corrupted.get(position).id())
                .boxed()
                .collect(Collectors.toSet());
    }

    public int length() {
        return clean.size();
    }

    private RunRequest base(Direction direction) {
        return RunRequest.of(direction == Direction.DENOISING ? corrupted : clean);
    }

    private RunRequest donor(Direction direction) {
        return RunRequest.of(direction == Direction.DENOISING ? clean : corrupted);
    }

    public ActivationPatching activation(Direction direction) {
        return new ActivationPatching(model, base(direction), donor(direction), metric);
    }

    public AttributionPatching attribution(Direction direction) {
        return new AttributionPatching(model, base(direction), donor(direction), metric);
    }

    /** @param mlps whether MLPs recompute on the way */
    public PathPatching path(Direction direction, boolean mlps) {
        return new PathPatching(model, base(direction), donor(direction), metric, mlps, true);
    }

    /** The metric of the run that is changed, before it is. */
    public double before(Direction direction, Progress progress) throws PromptException {
        RunRequest request = base(direction);
        return metric.value(request, model.run(request, progress));
    }

    /**
     * The intervention that gives a site its value of the donor.
     *
     * @param source what the donor is called
     */
    public Patch patch(Direction direction, Site site, String source, Progress progress) throws PromptException {
        RunRequest request = donor(direction).keep(NameFilter.of(List.of(site.hookName())));
        return Patch.from(model.run(request, progress).kept(), site, source);
    }
}
