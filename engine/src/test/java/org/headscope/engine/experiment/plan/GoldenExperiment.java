package org.headscope.engine.experiment.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.experiment.form.Place;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/** Runs experiments, written as JSON, on the inputs of a golden model. */
final class GoldenExperiment {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GoldenExperiment() {}

    /**
     * An experiment on the golden inputs.
     *
     * @param fields further fields, each as an object, in place of those made of the inputs
     */
    static Results run(AnalysisInputs inputs, String analysis, String... fields) throws Exception {
        ObjectNode experiment =
                MAPPER.createObjectNode().put("headscope_experiment", 1).put("model", "golden");
        boolean patching = analysis.contains("patching");
        experiment.set("prompts", MAPPER.valueToTree(inputs.grid(patching ? "clean_tokens" : "tokens")));
        if (patching) experiment.set("corrupted", MAPPER.valueToTree(inputs.grid("corrupted_tokens")));
        var answers = experiment.putArray("answers");
        for (int i = 0; i < inputs.row("correct").length; i++) {
            answers.addObject().put("right", inputs.row("correct")[i]).put("wrong", inputs.row("incorrect")[i]);
        }
        experiment.set("analysis", MAPPER.readTree(analysis));
        for (String field : fields) experiment.setAll((ObjectNode) MAPPER.readTree(field));
        Plan plan = Plan.FORM.read(new Place(experiment, ""));
        var results = new Results();
        plan.analysis().run(Setup.of(plan, inputs.model, Path.of("")), results, Progress.NONE);
        return results;
    }

    /** The values of a number or an array. */
    static Tensor found(Results results, String name) {
        return results.grid(name).values();
    }
}
