package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.SelfRepair;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** Self-repair: what the other parts give to the answer when the interventions have changed some. */
public record Repair(int position) implements Analysis {
    static final Form<Repair> FORM = Form.of(
            Repair.class,
            "self_repair",
            "what the interventions take from the answer directly, and what the other parts and the final norm do in"
                    + " answer",
            Fields.position("the position whose logits count"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var table = new RepairTable();
        RunRequest clean = keeping(setup, setup.request(Prompts.CLEAN));
        RunRequest changed = keeping(setup, setup.changed(Prompts.CLEAN));
        ActivationCache before = ActivationCache.run(setup.model(), clean, progress);
        ActivationCache after = ActivationCache.run(setup.model(), changed, progress);
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            table.add(SelfRepair.of(
                    before.prompt(prompt),
                    after.prompt(prompt),
                    replaced(setup.plan()),
                    setup.answer(prompt),
                    setup.counted(prompt, position)));
        }
        table.addTo(results, new Axes(setup).prompts());
    }

    private static RunRequest keeping(Setup setup, RunRequest request) {
        return request.keep(SelfRepair.hooks(setup.model().config()));
    }

    /**
     * What the interventions replace.
     *
     * @throws PromptException if there are none
     */
    public static List<Site> replaced(Plan plan) throws PromptException {
        if (plan.interventions().isEmpty()) {
            throw new PromptException(
                    "This analysis needs the field \"interventions\": it finds what the other parts do in answer to"
                            + " them.");
        }
        return plan.interventions().stream().map(Edit::site).toList();
    }
}
