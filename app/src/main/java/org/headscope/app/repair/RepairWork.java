package org.headscope.app.repair;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.experiment.Answers;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** What moved between two runs: worked out on the engine's thread. */
record RepairWork(Model model, Comparison runs) {
    /** What both runs have kept, and what was replaced in the second one only. */
    SelfRepair answer(Progress progress) throws PromptException {
        AnswerTokens answers = answers(model, runs.after().experiment()).orElseThrow();
        int last = runs.after().tokens().size() - 1;
        return SelfRepair.of(cache(runs.before(), progress), cache(runs.after(), progress), replaced(), answers, last);
    }

    private ActivationCache cache(Run run, Progress progress) throws PromptException {
        RunRequest request = RunRequest.of(run.tokens())
                .keep(SelfRepair.hooks(model.config()))
                .with(run.experiment().active());
        return ActivationCache.run(model, request, progress);
    }

    /** Where only one of the runs has an intervention: a pinned run may have some of its own. */
    private List<Site> replaced() {
        var after = new HashSet<>(runs.after().experiment().active());
        var before = new HashSet<>(runs.before().experiment().active());
        return Stream.concat(
                        after.stream().filter(intervention -> !before.contains(intervention)),
                        before.stream().filter(intervention -> !after.contains(intervention)))
                .map(Intervention::site)
                .toList();
    }

    /** The answers as tokens; nothing where no answer is given. */
    static Optional<AnswerTokens> answers(Model model, Experiment experiment) {
        return AnswerTokens.of(Answers.of(model, experiment));
    }
}
