package org.headscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BenchCommandTest {
    @Test
    void measuresTheModelGiven() throws Exception {
        var result = CommandLineRun.of("bench", "primer-4l", "--repeats", "1").json();
        var model = result.path("models").get(0);

        assertEquals("primer-4l", model.path("model").asText());
        assertEquals(1, result.path("models").size());
        assertEquals(12, model.path("measurements").size());
        assertTrue(model.path("load_ms").asDouble() > 0);
        model.path("measurements").forEach(one -> {
            assertTrue(one.path("ms").asDouble() > 0, one.toString());
            assertTrue(one.path("bare_products_ms").asDouble() > 0, one.toString());
            assertTrue(one.path("ratio").asDouble() > 0, one.toString());
        });
        var sweep = model.path("measurements").get(9);
        assertEquals(4 * 8 * 16, sweep.path("naive_passes").asInt(), sweep.toString());
        assertTrue(model.path("measurements").get(11).path("what").asText().endsWith("ms a token and head"));
        assertTrue(sweep.path("naive_ms").asDouble() > sweep.path("ms").asDouble(), sweep.toString());
    }

    @Test
    void theTableHasALineForEach() {
        var ran = CommandLineRun.of("bench", "primer-4l", "--repeats", "1", "--table");

        assertEquals(0, ran.code());
        assertEquals(14, ran.out().lines().count(), ran.out());
    }

    @Test
    void repeatsMustBePositive() {
        assertEquals(
                2, CommandLineRun.of("bench", "primer-4l", "--repeats", "0").code());
    }
}
