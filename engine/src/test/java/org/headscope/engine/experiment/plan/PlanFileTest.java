package org.headscope.engine.experiment.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.experiment.form.Place;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanFileTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    static List<Path> files() {
        return ExperimentFiles.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsReadIsWrittenAndReadAgain(Path file) throws Exception {
        Plan plan = PlanFile.read(file);
        assertEquals(plan, Plan.FORM.read(new Place(PlanFile.write(plan), "")));
    }

    @Test
    void theSchemaIsThatOfTheReader() throws Exception {
        Path kept = ExperimentFiles.examples().resolve("experiment.schema.json");
        String now = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(PlanFile.schema()) + "\n";
        Path fresh = Files.writeString(Path.of("target/experiment.schema.json"), now);
        assertEquals(MAPPER.readTree(now), MAPPER.readTree(kept.toFile()), "if it is meant, take over " + fresh);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\": \"next_tokens\", \"foo\": 1}|analysis: there is no field \"foo\"; allowed are \"kind\","
                        + " \"positions\", \"top\".",
                "{\"kind\": \"nothing\"}|analysis.kind: there should be one of \"next_tokens\", ",
                "{}|analysis: the field \"kind\" is missing; it is one of ",
                "5|analysis: there should be an object with the field \"kind\", not 5.",
                "{\"kind\": \"next_tokens\", \"top\": 0}|analysis.top: 0 is outside the range from 1 to 1000.",
                "{\"kind\": \"next_tokens\", \"top\": 1.5}|analysis.top: there should be a whole number, not 1.5.",
                "{\"kind\": \"next_tokens\", \"top\": 99999999999}|analysis.top: 99999999999 is outside the range",
                "{\"kind\": \"next_tokens\", \"positions\": [1, \"x\"]}|analysis.positions[1]: there should be a whole"
                        + " number, not \"x\".",
                "{\"kind\": \"next_tokens\", \"positions\": []}|analysis.positions: the list has 0 items",
                "{\"kind\": \"next_tokens\", \"positions\": null}|analysis.positions: there should be a list, not"
                        + " null.",
                "{\"kind\": \"effects\", \"change\": {\"kind\": \"zero\", \"site\": {\"hook\": \"z0\"}}, \"frozen\":"
                    + " false, \"every_norm\": true}|analysis: where every norm keeps its scale, the final norm keeps"
                    + " its own, too.",
                "{\"kind\": \"ablation_sweep\", \"ablation\": \"off\"}|analysis.ablation: there should be one of"
                        + " \"zero\", \"mean\", not \"off\".",
                "{\"kind\": \"path\", \"senders\": [{\"hook\": \"z0\", \"head\": 1}], \"receivers\":"
                        + " []}|analysis.senders[0]: there is no field \"head\"; allowed are \"hook\", \"unit\","
                        + " \"positions\", \"keys\".",
                "{\"kind\": \"path\", \"senders\": [{\"hook\": \"z0\", \"keys\": [1]}], \"receivers\":"
                        + " []}|analysis.senders[0]: there are no keys at blocks.0.attn.hook_z.",
                "{\"kind\": \"path\", \"receivers\": []}|analysis: the field \"senders\" is missing.",
                "{\"kind\": \"generate\", \"top_k\": 3, \"top_p\": 0.5}|analysis: top-k and top-p exclude each other:"
                        + " choose one.",
                "{\"kind\": \"generate\", \"temperature\": \"hot\"}|analysis.temperature: there should be a number,"
                        + " not \"hot\".",
                "{\"kind\": \"tuned_lens\", \"lens\": true}|analysis.lens: there should be a text, not true.",
                "{\"kind\": \"copying_scores\", \"full\": \"yes\"}|analysis.full: there should be true or false, not"
                        + " \"yes\"."
            })
    void aWrongAnalysisIsRefusedWithItsPath(String analysis, String said) {
        assertRefused("{\"headscope_experiment\": 1, \"model\": \"m\", \"analysis\": " + analysis + "}", said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"prompt\": \"x\"|there is no field \"prompt\"; allowed are \"headscope_experiment\", ",
                "\"headscope_experiment\": 2|headscope_experiment: 2 is outside the range from 1 to 1.",
                "\"prompts\": [true]|prompts[0]: there should be a text or a list of token ids, not true.",
                "\"prompts\": [[1, -1]]|prompts[0][1]: -1 is outside the range",
                "\"prompts\": [\"a\"], \"corrupted\": [\"a\", \"b\"]|there must be a corrupted prompt for each prompt",
                "\"prompts\": [\"a\", \"b\", \"c\"], \"answers\": [{\"right\": 1}, {\"right\": 2}]|there must be an"
                        + " answer for each prompt",
                "\"answers\": [{\"right\": \" a\", \"left\": 1}]|answers[0]: there is no field \"left\"",
                "\"answers\": [{\"right\": \"\"}]|answers[0].right: the text is empty.",
                "\"processing\": \"cooked\"|processing: there should be \"folded\", \"raw\", or an object with the"
                        + " steps, not \"cooked\".",
                "\"processing\": {\"fold\": true}|processing: there is no field \"fold\"",
                "\"metric\": {\"kind\": \"loss\", \"position\": 1}|metric: there is no field \"position\"; allowed are"
                        + " \"kind\".",
                "\"interventions\": [{\"kind\": \"zero\"}]|interventions[0]: the field \"site\" is missing.",
                "\"interventions\": [{\"kind\": \"mean\", \"site\": {\"hook\": \"z0\"}, \"per_position\":"
                        + " true}]|interventions[0]: a mean per position needs prompts"
            })
    void aWrongFieldIsRefusedWithItsPath(String fields, String said) {
        String whole = "{\"headscope_experiment\": 1, \"model\": \"m\", \"analysis\": {\"kind\": \"next_tokens\"}, ";
        if (fields.contains("headscope_experiment")) whole = whole.replace("\"headscope_experiment\": 1, ", "");
        assertRefused(whole + fields + "}", said);
    }

    private void assertRefused(String json, String said) {
        var refused = assertThrows(ModelException.class, () -> {
            Path file = Files.writeString(folder.resolve("experiment.json"), json);
            PlanFile.read(file);
        });
        String start = folder.resolve("experiment.json") + " is not an experiment that can be run: ";
        assertTrue(refused.getMessage().startsWith(start + said), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws Exception {
        Path file = folder.resolve("large.json");
        try (var out = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            out.position(60_000_000).write(java.nio.ByteBuffer.wrap("}".getBytes()));
        }
        String said =
                assertThrows(ModelException.class, () -> PlanFile.read(file)).getMessage();
        assertTrue(said.contains("is too large"), said);
    }
}
