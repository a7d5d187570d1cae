package org.headscope.engine.experiment.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsFile;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    private static final String EVIL = "</title><script>alert('\"x\"')</script>&\u0000";

    @TempDir
    Path parent;

    private Path folder() {
        return parent.resolve("results");
    }

    private List<String> write(Results results) throws Exception {
        var facts = List.of(new Fact("prompts", List.of(EVIL)), new Fact("model", "tiny"));
        return new ResultFolder(folder()).write(EVIL, facts, results, JsonNodeFactory.instance.objectNode());
    }

    private static Results results() {
        var results = new Results();
        results.number("metric", 1.5, "the metric, in logits");
        results.grid(
                "map",
                "a map",
                Tensor.of(new float[] {1, -2, 0.5f, Float.NaN}, 2, 2),
                Axis.counted("layer", 2),
                new Axis("pos", List.of("0 " + EVIL, "1 b")));
        results.text(new ColouredText(
                "story",
                "a text",
                List.of(
                        new ColouredText.Piece(EVIL, 1, List.of(EVIL, "loss 2")),
                        new ColouredText.Piece(" end", Double.NaN, List.of()))));
        results.table("words", "a table", List.of("token", "n"), List.of(List.of("a,\"b\"\n=1", 3)));
        return results;
    }

    @Test
    void everythingIsInTheFiles() throws Exception {
        List<String> names = write(results());
        assertEquals(List.of("map.csv", "report.html", "results.json", "results.safetensors", "words.csv"), names);
        JsonNode json =
                new ObjectMapper().readTree(folder().resolve("results.json").toFile());
        assertEquals(1.5, json.at("/numbers/metric/value").doubleValue());
        assertEquals("[[1.0,-2.0],[0.5,\"NaN\"]]", json.at("/arrays/map/values").toString());
        assertEquals("[2,2]", json.at("/arrays/map/shape").toString());
        assertEquals("layer", json.at("/arrays/map/axes/0/name").asText());
        assertEquals("tiny", json.path("model").asText());
        assertEquals(
                names.toString().replace(" ", ""), json.path("files").toString().replace("\"", ""));
        var arrays = SafetensorsFile.open(folder().resolve("results.safetensors"));
        assertArrayEquals(
                new float[] {1, -2, 0.5f, Float.NaN}, arrays.read("map").toArray());
        assertEquals("token,n\n\"a,\"\"b\"\"\n=1\",3\n", Files.readString(folder().resolve("words.csv")));
        assertTrue(Files.readString(folder().resolve("map.csv")).startsWith("layer,pos,map\n0,"));
    }

    @Test
    void filesOfEqualNamesAreNumbered() throws Exception {
        var results = new Results();
        results.table("a_b", "a table", List.of("n"), List.of(List.of(1)));
        results.table("A b", "another table", List.of("n"), List.of(List.of(2)));
        results.grid("a:b", "an array", Tensor.of(new float[] {3}, 1), Axis.counted("n", 1));
        results.grid("a_b_2", "another array", Tensor.of(new float[] {4}, 1), Axis.counted("n", 1));
        List<String> names = write(results);
        assertEquals(List.of("A_b_2.csv", "a_b.csv", "a_b_2_2.csv", "a_b_3.csv"), names.subList(0, 4));
        assertEquals("n\n1\n", Files.readString(folder().resolve("a_b.csv")));
        assertEquals("n\n2\n", Files.readString(folder().resolve("A_b_2.csv")));
        assertEquals("n,a:b\n0,3.0\n", Files.readString(folder().resolve("a_b_3.csv")));
        assertEquals("n,a_b_2\n0,4.0\n", Files.readString(folder().resolve("a_b_2_2.csv")));
        write(results());
        assertFalse(Files.exists(folder().resolve("a_b_3.csv")), "they go with the result");
    }

    @Test
    void noResultTakesThePlaceOfAnotherOfItsName() {
        Results results = results();
        assertThrows(IllegalArgumentException.class, () -> results.number("map", 1, "a number"));
        Tensor value = Tensor.of(new float[] {3}, 1);
        assertThrows(
                IllegalArgumentException.class, () -> results.grid("metric", "an array", value, Axis.counted("n", 1)));
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> results.table("words", "a table", List.of("n"), List.of(List.of(2))))
                .getMessage();
        assertEquals("There are two results called words.", said);
        results.number("words", 1, "numbers and tables do not stand in one place");
        assertEquals(3, results.grids().size());
        assertEquals(1, results.tables().size());
    }

    @Test
    void theReportIsEscapedAndNeedsNothingElse() throws Exception {
        write(results());
        String html = Files.readString(folder().resolve("report.html"));
        assertFalse(html.contains("<script"), html);
        assertFalse(html.matches("(?s).*\\b(src|href)=.*"), html);
        assertFalse(html.contains("\u0000"));
        assertTrue(html.contains("&lt;script&gt;"));
        assertTrue(html.contains("default-src 'none'"), html);
        assertTrue(html.contains(">layer 0, pos 1 b: -2</text>"), html);
        assertTrue(html.contains("<span class=\"tip\">&lt;/title&gt;&lt;script&gt;"), html);
    }

    @Test
    void resultsTakeThePlaceOfEarlierOnes() throws Exception {
        write(results());
        var other = new Results();
        other.number("metric", 2, "the metric");
        Files.writeString(folder().resolve("notes.txt"), "mine");
        write(other);
        assertFalse(Files.exists(folder().resolve("map.csv")));
        assertEquals("mine", Files.readString(folder().resolve("notes.txt")));
    }

    @Test
    void aFolderOfOtherFilesIsLeftAlone() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("notes.txt"), "mine");
        String said = assertThrows(ModelException.class, () -> write(results())).getMessage();
        assertEquals(folder() + " holds other files than results: name a new or an empty folder.", said);
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThrows(ModelException.class, () -> new ResultFolder(file).check());
    }
}
