package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyCommandTest {
    @TempDir
    private Path folder;

    private CommandLineRun run(String... options) {
        var args = new String[4 + options.length];
        System.arraycopy(new String[] {"survey", "primer-4l", "--out", survey().toString()}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        return CommandLineRun.of(args);
    }

    private Path survey() {
        return folder.resolve("heads.survey");
    }

    @Test
    void theBundledCorpusIsMeasuredAndGoneOnWith() throws Exception {
        JsonNode first = run("--tokens", "300", "--mean-chunks", "5").json();
        assertEquals("primer.jsonl", first.get("corpus").asText());
        assertEquals(32, first.get("direct").size());
        assertTrue(first.get("tokens").asInt() >= 300, first.toString());
        assertTrue(first.has("ms_per_token_and_head"));
        double best = first.at("/direct/0/mean").asDouble();
        assertTrue(best > first.at("/direct/1/mean").asDouble(), "the most helpful head comes first");
        JsonNode same = run("--tokens", "300").json();
        assertEquals(first.get("direct"), same.get("direct"), "options are taken from the file");
        assertTrue(!same.has("ms_per_token_and_head"), "nothing is measured twice");
        JsonNode more = run("--tokens", "500").json();
        assertTrue(more.get("tokens").asInt() >= 500, more.toString());
    }

    @Test
    void headsAndEffectsAreChosen() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "Mary and John went home. Then Mary saw John.");
        JsonNode found = run(
                        "--corpus",
                        text.toString(),
                        "--heads",
                        "3.2,0.3",
                        "--effects",
                        "direct,total",
                        "--ablation",
                        "zero")
                .json();
        assertEquals(2, found.get("total").size());
        assertEquals(1, found.get("chunks").asInt());
        assertTrue(
                found.get("plan").asText().contains("direct, total, indirect effects of zero ablation; heads 3.2 0.3"));
    }

    @Test
    void wrongUseAndWrongFilesAreSentences() throws Exception {
        assertTrue(run("--heads", "7").err().contains("Heads are written as 10.7, not as \"7\"."));
        assertTrue(run("--heads", "4.0").err().contains("There is no head 4.0 in this model."));
        assertTrue(run("--seq-len", "500").err().contains("longer than the 256 that this model takes"));
        assertEquals(2, run("--seq-len", "1").code());
        Path empty = Files.writeString(folder.resolve("a.txt"), "");
        var ran = run("--corpus", empty.toString());
        assertEquals(1, ran.code());
        assertEquals("headscope: a.txt holds no text.", ran.err().strip());
        Files.writeString(survey(), "no survey ".repeat(100));
        assertTrue(run().err().contains("heads.survey is not a survey."));
    }
}
