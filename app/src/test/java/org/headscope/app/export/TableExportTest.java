package org.headscope.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.app.GuiTest;
import org.headscope.engine.experiment.result.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableExportTest extends GuiTest {
    private static final Table TABLE = new Table(
            "parts",
            "what parts do",
            List.of("part", "help"),
            List.of(List.of("MLP 3, \"last\"", 1.25), Arrays.asList("3.5", null)));

    private final List<String> problems = new ArrayList<>();
    private final TableExport export = new TableExport(Runnable::run, problems::add);

    @TempDir
    private Path folder;

    @Test
    void csvIsQuotedAndWhatIsNotThereIsEmpty() throws Exception {
        Path file = folder.resolve("parts.csv");
        export.write(TABLE, file);
        assertEquals("part,help\n\"MLP 3, \"\"last\"\"\",1.25\n3.5,\n", Files.readString(file));
        assertTrue(problems.isEmpty());
    }

    @Test
    void jsonSaysWhatTheNumbersAre() throws Exception {
        Path file = folder.resolve("parts.JSON");
        export.write(TABLE, file);
        var json = new ObjectMapper().readTree(file.toFile());
        assertEquals("what parts do", json.get("about").asText());
        assertEquals(1.25, json.get("rows").get(0).get(1).asDouble());
        assertTrue(json.get("rows").get(1).get(1).isNull());
    }

    @Test
    void aFileThatCannotBeWrittenIsASentence() {
        export.write(TABLE, folder.resolve("missing").resolve("parts.csv"));
        settle();
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains("cannot be written"), problems.getFirst());
        assertFalse(Files.exists(folder.resolve("missing")));
    }
}
