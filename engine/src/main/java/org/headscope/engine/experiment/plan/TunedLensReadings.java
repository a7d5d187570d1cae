package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.TunedLens;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What each layer would say next, seen through a trained translation (Belrose et al. 2023). */
public record TunedLensReadings(String lens, List<Integer> positions, int top, boolean logProbabilities)
        implements Analysis {
    static final Form<TunedLensReadings> FORM = Form.of(
            TunedLensReadings.class,
            "tuned_lens",
            "what each layer would say next, seen through a trained translation",
            Field.required("lens", Kinds.text(1, 4096), "the file of the lens, params.pt, relative to this file"),
            Fields.positions(),
            Fields.top(5),
            Fields.flag("log_probabilities", false, "whether the log-probabilities of all tokens are kept, too"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException, ModelException {
        var model = setup.model();
        TunedLens tuned =
                TunedLens.read(setup.folder().resolve(lens), model.config().dModel());
        RunRequest request = setup.changed(Prompts.CLEAN).keep("*.hook_resid_pre");
        ActivationCache cache = ActivationCache.run(model, request, progress);
        Axis chosen = new Axes(setup).asked(positions);
        int layers = Math.min(tuned.layers(), model.config().nLayers());
        var rows = new ArrayList<String>();
        for (int layer = 0; layer < layers; layer++) rows.add(layer + " pre");
        var table = new LensTable(setup, top);
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            ActivationCache alone = cache.prompt(prompt);
            var read = new ArrayList<Tensor>();
            for (int layer = 0; layer < layers; layer++) {
                read.add(tuned.read(model, layer, alone.get("resid_pre", layer).at(0)));
            }
            for (int position : setup.counted(prompt, positions)) {
                for (int layer = 0; layer < layers; layer++) {
                    table.add(prompt, position, rows.get(layer), read.get(layer).at(position));
                }
            }
        }
        table.addTo(results, rows, chosen, logProbabilities);
    }
}
