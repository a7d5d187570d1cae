package org.headscope.app.inspector;

import org.headscope.app.session.Ablation;
import org.headscope.engine.analysis.AblationSweep;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * What the engine says about a part of a run.
 *
 * @param roles null for parts that are no heads
 * @param ablation how the part is switched off
 * @param effect the metric with the part off minus the metric with it on
 */
record PartFacts(Run run, Site part, Ablation ablation, RoleScores roles, double effect) {
    /** @param part where what lies in the residual stream is asked about, at its position */
    record Question(Laboratory laboratory, Run run, Site part, Ablation ablation) {}

    static PartFacts of(Question question, Progress progress) throws PromptException {
        Site part = question.part();
        Run run = question.run();
        RoleScores roles = part.is(Part.HEAD) ? HeadRoles.onPrompt(run, part.layer(), part.head()) : null;
        Intervention off = question.ablation().of(part);
        double effect = AblationSweep.effect(question.laboratory(), run.experiment(), off, progress);
        return new PartFacts(run, part, question.ablation(), roles, effect);
    }

    boolean isAbout(Run other, Site site, Ablation how) {
        return run == other && part.equals(site) && ablation.equals(how);
    }
}
