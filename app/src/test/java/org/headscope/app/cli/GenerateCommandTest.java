package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    private static final String CAPITALS = "The capital of France is Paris. The capital of Japan is";

    @Test
    void greedyKnowsTheCapital() throws Exception {
        var result = run("--greedy", "--max-new-tokens", "2").json();

        assertTrue(result.path("text").asText().startsWith(" Tokyo"), result.toString());
        assertEquals(2, result.path("tokens").size());
        assertEquals("length", result.path("ended").asText());
    }

    @Test
    void idsAreContinuedLikeTheirText() throws Exception {
        var ofText = run("--max-new-tokens", "2").json();
        var ids = new ArrayList<String>();
        ofText.path("prompt_tokens").forEach(id -> ids.add(id.asText()));
        var ofIds = CommandLineRun.of(
                        "generate", "primer-4l", "--tokens", String.join(",", ids), "--max-new-tokens", "2")
                .json();
        assertEquals(ofText.path("tokens"), ofIds.path("tokens"));
        assertEquals(CAPITALS, ofText.path("prompt").asText());
    }

    @Test
    void theSeedDecides() throws Exception {
        assertEquals(drawn("7"), drawn("7"));
        assertNotEquals(drawn("7"), drawn("8"));
    }

    private static String drawn(String seed) throws Exception {
        var ran = run("--temperature", "3", "--max-new-tokens", "12", "--seed", seed);
        return ran.json().path("text").asText();
    }

    @Test
    void streamingShowsTheText() throws Exception {
        var ran = run("--max-new-tokens", "4", "--stream");
        assertEquals(ran.json().path("text").asText(), ran.err().stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--greedy --temperature 1",
                "--top-k 0",
                "--top-p 0",
                "--top-p 1.5",
                "--top-k 3 --top-p 0.5",
                "--temperature -1",
                "--repetition-penalty 0",
                "--max-new-tokens -1",
                "--max-new-tokens many"
            })
    void wrongUse(String options) {
        var ran = run(options.split(" "));
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
    }

    private static CommandLineRun run(String... options) {
        var args = new ArrayList<>(List.of("generate", "primer-4l", "--text", CAPITALS));
        args.addAll(List.of(options));
        return CommandLineRun.of(args.toArray(String[]::new));
    }
}
