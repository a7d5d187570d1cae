package org.headscope.engine.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Rows;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** A run in a safetensors file, so that it can be shown before its model is loaded. */
public final class StoredRun {
    /** Name of the file in a model folder that holds the run shown first. */
    public static final String FILE = "first-run.safetensors";

    private static final double TOLERANCE = 1e-2;
    private static final String LOGITS = "logits";
    private static final String LOG_SUM_EXP = "log_sum_exp";
    private static final String LOSS = "loss_per_token";

    private StoredRun() {}

    /** Writes a run without interventions. */
    public static void write(Path file, Model model, Run run) throws ModelException {
        RunResult result = run.result();
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(LOGITS, result.logits());
        tensors.put(LOG_SUM_EXP, result.logSumExp());
        tensors.put(LOSS, result.lossPerToken());
        for (String name : result.kept().names())
            tensors.put(name, result.kept().get(name));
        SafetensorsWriter.write(file, tensors, conditions(model, run.experiment()));
    }

    /**
     * Reads a run back.
     *
     * @param model the model it is of; its weights need not be loaded
     * @return null if the file holds another experiment, or the run of another model
     */
    public static Run read(Path file, Model model, Experiment experiment) throws ModelException {
        SafetensorsFile stored = SafetensorsFile.open(file);
        if (!experiment.isClean() || !stored.metadata().equals(conditions(model, experiment))) return null;
        var kept = new LinkedHashMap<String, Tensor>();
        for (String name : stored.names()) {
            if (name.contains("hook_")) kept.put(name, stored.read(name));
        }
        var result = new RunResult(
                Rows.of(LOGITS, stored.read(LOGITS), 0),
                null,
                stored.read(LOG_SUM_EXP),
                stored.read(LOSS),
                Activations.of(kept),
                0,
                0);
        try {
            return new Run(0, experiment, Run.tokens(model, experiment), result, 0, Answers.of(model, experiment));
        } catch (PromptException e) {
            throw new ModelException(file + " holds a prompt that its model cannot read.", e);
        }
    }

    /** Whether two runs of the same experiment have the same logits, up to what different processors do to rounding. */
    public static boolean agree(Run stored, Run live) {
        Tensor a = stored.result().logits();
        Tensor b = live.result().logits();
        if (a.size() != b.size()) return false;
        for (int i = 0; i < a.size(); i++) {
            if (!(Math.abs(a.flat(i) - b.flat(i)) <= TOLERANCE)) return false;
        }
        return true;
    }

    /** Everything a run depends on. */
    private static Map<String, String> conditions(Model model, Experiment experiment) {
        return Map.of(
                "model", model.fingerprint(),
                "processing", model.processing().describe(),
                "prompt", experiment.prompt(),
                "bos", String.valueOf(experiment.prependBos()),
                "answer", experiment.answer(),
                "wrong", experiment.wrong());
    }
}
