package org.headscope.engine.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.Bundled;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.model.RandomModel;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFiguresTest {
    private static final Path SHIPPED =
            Bundled.folder().resolve("../../published").normalize();

    /** Of the bundled model, computed in double precision by another program: see its self-test.json. */
    private static final String PRIMER = """
        {"model": "primer", "n_layers": 4, "n_heads": 8, "d_model": 256, "d_vocab": 4096, "embedding": [%s],
         "figures": [{
           "title": "3.2 off", "source": "here",
           "experiment": {
             "headscope_experiment": 1, "model": "primer-4l",
             "prompts": ["When Mary and John went to the store, John gave a drink to"],
             "answers": [{"right": " Mary"}],
             "interventions": [{"kind": "zero", "site": {"hook": "z3", "unit": 2}}],
             "analysis": {"kind": "next_tokens"}
           },
           "numbers": [
             {"what": "log-probability of Mary", "result": "metric", "value": -1.561804, "within": 1e-4},
             {"what": "the same, misread", "result": "metric", "value": -1.5716, "within": 1e-4}
           ]}]}
        """;

    @TempDir
    Path folder;

    private void publish(Model model, float moved) throws Exception {
        Tensor wE = model.parameter("embed.W_E");
        Files.writeString(
                folder.resolve("primer.json"),
                PRIMER.formatted(wE.get(0, 0) + 1 + ", " + (wE.get(0, 1) + 1) + ", " + (wE.get(0, 2) + 1 + moved)));
    }

    @Test
    void whatIsMeasuredStandsBesideWhatWasPublished() throws Exception {
        for (Processing processing : List.of(Processing.FOLDED, Processing.RAW)) {
            try (Model model = Bundled.load(processing)) {
                publish(model, 0);
                List<Check> checks = SelfTest.run(model, folder, Progress.NONE).checks();
                Check right = checks.get(checks.size() - 2);
                Check wrong = checks.getLast();
                assertTrue(right.passed(), right.detail());
                assertEquals("3.2 off: log-probability of Mary", right.name());
                assertEquals("measured -1.5618, published -1.5618 within 1.0E-4 (here)", right.detail());
                assertFalse(wrong.passed(), wrong.detail());
            }
        }
    }

    @Test
    void otherWeightsOfTheSameShapeAreNotHeldAgainstThem() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            publish(model, 0.001f);
            assertTrue(PublishedFigures.of(model, folder).isEmpty());
        }
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            assertTrue(PublishedFigures.of(model, folder).isEmpty());
            assertTrue(PublishedFigures.of(model, SHIPPED).isEmpty());
        }
    }

    @Test
    void anExperimentThatFailsIsOneFailedCheck() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            publish(model, 0);
            Path file = folder.resolve("primer.json");
            Files.writeString(file, Files.readString(file).replace("\" Mary\"", "\" Wolverhampton\""));
            List<Check> checks = SelfTest.run(model, folder, Progress.NONE).checks();
            assertFalse(checks.getLast().passed());
            assertTrue(
                    checks.getLast().detail().contains("Wolverhampton"),
                    checks.getLast().detail());
        }
    }

    /** There is no GPT-2 among the tests, but each word can be a token of a random model with as many heads. */
    @Test
    void everyShippedNumberHasItsPlaceInTheResultsOfItsExperiment() throws Exception {
        JsonNode shipped =
                new ObjectMapper().readTree(SHIPPED.resolve("gpt2-small.json").toFile());
        var ids = new HashMap<String, Integer>();
        for (JsonNode figure : shipped.get("figures")) {
            var experiment = (ObjectNode) figure.get("experiment");
            for (String field : List.of("prompts", "corrupted")) {
                if (experiment.has(field)) experiment.set(field, prompts(experiment.get(field), ids));
            }
            for (JsonNode pair : experiment.path("answers")) {
                for (String field : List.of("right", "wrong")) {
                    if (pair.has(field))
                        ((ObjectNode) pair).put(field, id(pair.get(field).asText(), ids));
                }
            }
        }
        Files.writeString(folder.resolve("words.json"), shipped.toString());
        PublishedFigures figures = PublishedFigures.read(folder.resolve("words.json"));
        try (Model model = RandomModel.gpt2(12, 12, 384, 400, 128)) {
            for (PublishedFigure figure : figures.figures()) {
                List<Check> checks = figure.checks(model, folder, Progress.NONE);
                assertEquals(figure.numbers().size(), checks.size(), checks::toString);
                checks.forEach(check -> assertTrue(check.detail().startsWith("measured"), check.detail()));
            }
        }
    }

    private static ArrayNode prompts(JsonNode texts, Map<String, Integer> ids) {
        ArrayNode all = new ObjectMapper().createArrayNode();
        for (JsonNode text : texts) {
            ArrayNode one = all.addArray().add(0);
            if (!text.isTextual()) continue;
            for (String word : text.asText().split("(?=[ ,.!])(?<! )")) one.add(id(word, ids));
        }
        return all;
    }

    private static int id(String word, Map<String, Integer> ids) {
        return ids.computeIfAbsent(word, _ -> ids.size() + 1);
    }
}
