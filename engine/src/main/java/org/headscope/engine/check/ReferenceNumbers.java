package org.headscope.engine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;

/**
 * Numbers that lie beside a model and that another program computed for it. They do not change when
 * weights are folded, except where a head is switched off: its value bias then stays behind in b_O.
 */
final class ReferenceNumbers {
    private static final String FILE = "self-test.json";
    private static final int MOST_BYTES = 1_000_000;

    private final Model model;
    private final JsonNode json;

    private ReferenceNumbers(Model model, JsonNode json) {
        this.model = model;
        this.json = json;
    }

    /** The numbers of a model, if some lie beside it. */
    static Optional<ReferenceNumbers> of(Model model) throws ModelException {
        if (model.folder() == null) return Optional.empty();
        Path file = model.folder().resolve(FILE);
        return Files.exists(file)
                ? Optional.of(new ReferenceNumbers(model, JsonFile.read(file, MOST_BYTES)))
                : Optional.empty();
    }

    String prompt() {
        return json.path("prompt").asText();
    }

    int[] tokens() {
        return ints(json.path("tokens"));
    }

    /** Largest distance of the loss of any token. */
    double lossDistance() throws Exception {
        return distance(json.path("loss_per_token"), run().lossPerToken().toArray());
    }

    /** Largest distance of the log-probability of any of the most likely next tokens. */
    double nextTokenDistance() throws Exception {
        return distance(json.path("top").path("log_probs"), topLogProbabilities(run()));
    }

    double patternDistance() throws Exception {
        int[] head = ints(json.path("pattern").path("head"));
        String name = HookName.of("pattern", head[0]);
        var pattern = model.run(RunRequest.of(tokens()).keep(name)).kept().get(name);
        return distance(
                json.path("pattern").path("last_row"),
                pattern.at(0, head[1], tokens().length - 1).toArray());
    }

    double headAblationDistance() throws Exception {
        int[] head = ints(json.path("zero_head").path("head"));
        String biases = model.processing().foldValueBiases() ? "folded" : "stored";
        return ablationDistance(json.path("zero_head").path(biases), Site.head(head[0], head[1]));
    }

    double mlpAblationDistance() throws Exception {
        JsonNode mlp = json.path("zero_mlp");
        return ablationDistance(
                mlp.path("log_probs"), Site.mlp(mlp.path("layer").asInt()));
    }

    private double ablationDistance(JsonNode expected, Site site) throws Exception {
        return distance(expected, topLogProbabilities(run(new ZeroAblation(site))));
    }

    private RunResult run(Intervention... interventions) throws Exception {
        return model.run(RunRequest.of(tokens()).with(interventions));
    }

    private float[] topLogProbabilities(RunResult run) {
        int last = tokens().length - 1;
        int[] ids = ints(json.path("top").path("ids"));
        var values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = run.logits().get(0, last, ids[i]) - run.logSumExp().get(0, last);
        }
        return values;
    }

    private static int[] ints(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }

    private static double distance(JsonNode expected, float[] actual) {
        if (expected.size() != actual.length) return Double.POSITIVE_INFINITY;
        return IntStream.range(0, actual.length)
                .mapToDouble(i -> Math.abs(expected.get(i).asDouble() - actual[i]))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
