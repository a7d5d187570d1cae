package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.LensColumn;
import org.headscope.engine.analysis.LogitLens;
import org.headscope.engine.analysis.LogitLens.Norm;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** What each layer would say next if it were the last. */
public record LensReadings(boolean subSteps, Norm norm, List<Integer> positions, int top, boolean logProbabilities)
        implements Analysis {
    static final Form<LensReadings> FORM = Form.of(
            LensReadings.class,
            "logit_lens",
            "what each layer would say next if it were the last",
            Fields.flag("sub_steps", false, "whether the stream between attention and MLP is read, too"),
            Fields.choice(
                    "norm", Norm.OWN, "whose scale the final norm divides by: each vector's own, or the last one's"),
            Fields.positions(),
            Fields.top(5),
            Fields.flag("log_probabilities", false, "whether the log-probabilities of all tokens are kept, too"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var lens = new LogitLens(subSteps, norm);
        RunRequest request = setup.changed(Prompts.CLEAN).keep(lens.hooks(setup.model()));
        var cache = ActivationCache.run(setup.model(), request, progress);
        var table = new LensTable(setup, top);
        Axis chosen = new Axes(setup).asked(positions);
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            List<Integer> places = setup.counted(prompt, positions);
            for (LensColumn column : lens.columns(cache.prompt(prompt), 0, places)) {
                for (int row = 0; row < column.rows().size(); row++) {
                    table.add(
                            prompt,
                            column.position(),
                            column.rows().get(row).label(),
                            column.logProbabilities().at(row));
                }
            }
        }
        List<String> rows =
                lens.rows(setup.model()).stream().map(row -> row.label()).toList();
        table.addTo(results, rows, chosen, logProbabilities);
    }
}
