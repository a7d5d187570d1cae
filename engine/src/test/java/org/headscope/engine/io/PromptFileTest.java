package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.io.Prompts.BadLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {
    private static final String IOI = "When Mary and John went to the shops, John gave the bag to";

    @TempDir
    Path folder;

    private Prompts read(String name, String text) throws IOException, ModelException {
        return PromptFile.read(Files.writeString(folder.resolve(name), text));
    }

    private static List<String> texts(Prompts prompts) {
        return prompts.prompts().stream().map(Prompt::text).toList();
    }

    private static String only(Prompts prompts, int line) {
        assertEquals(1, prompts.badLines().size(), prompts.toString());
        assertEquals(line, prompts.badLines().getFirst().line());
        return prompts.badLines().getFirst().reason();
    }

    private String refused(String name, String text) {
        String said = assertThrows(ModelException.class, () -> read(name, text)).getMessage();
        assertTrue(said.contains(name) && said.endsWith(".") && said.indexOf('\n') < 0, said);
        return said;
    }

    @Test
    void textHasOnePromptALine() throws Exception {
        var prompts = read("a.txt", "\uFEFFone \r\n\n  two\rthree, \"four\"\n \t \n\uD83D\uDE00 שלום e\u0301");
        assertEquals(List.of("one ", "  two", "three, \"four\"", "\uD83D\uDE00 שלום e\u0301"), texts(prompts));
        assertEquals(List.of(), prompts.badLines());
        assertEquals(Prompt.of("one "), prompts.prompts().getFirst());
        assertEquals(new Prompts(List.of(), List.of()), read("empty.txt", ""));
    }

    @Test
    void brokenTextIsListed() throws Exception {
        Path file = folder.resolve("bad.txt");
        byte[] bytes = "good\nbad \0\nbad \u00FF\nlast".getBytes(StandardCharsets.ISO_8859_1);
        var prompts = PromptFile.read(Files.write(file, bytes));
        assertEquals(List.of("good", "last"), texts(prompts));
        assertEquals(
                List.of(
                        new BadLine(2, "The prompt holds a NUL character."),
                        new BadLine(
                                3,
                                "The prompt holds broken characters: it is not valid UTF-8, or has half of a"
                                        + " surrogate pair.")),
                prompts.badLines());
    }

    @Test
    void jsonLinesKeepEverySpace() throws Exception {
        var prompts = read(
                "ioi.jsonl",
                "\uFEFF{\"prompt\": \"" + IOI + "\", \"answer\": \" Mary\", \"wrong\": \" John\", \"corrupted\": \"c"
                        + " \", \"label\": 3, \"note\": \"Look at 3.2.\", \"else\": {\"x\":"
                        + " [1]}}\r\n"
                        + "\n"
                        + "  \"just text\"\n"
                        + "{\"text\": \"t\", \"answer\": null}");
        assertEquals(List.of(), prompts.badLines());
        assertEquals(
                List.of(
                        new Prompt(IOI, "c ", " Mary", " John", "3", "Look at 3.2."),
                        Prompt.of("just text"),
                        Prompt.of("t")),
                prompts.prompts());
    }

    @Test
    void brokenJsonLinesAreListedAndTheOthersLoad() throws Exception {
        var prompts = read("broken.jsonl", """
            {"prompt": "one"}
            {"prompt": "cut
            {"prompt": "half \\ud800"}
            {"prompt": "nul \\u0000"}
            {"answer": "no prompt"}
            {"prompt": ["list"]}
            {"prompt": "twice", "prompt": "again"}
            {"prompt": "more"} {"prompt": "behind"}
            17
            {"prompt": "answer", "answer": {"a": 1}}
            {"prompt": "two", "wrong": " \\ud83d\\ude00"}
            %s
            """.formatted("[".repeat(5000)));
        assertEquals(List.of("one", "two"), texts(prompts));
        assertEquals(" \uD83D\uDE00", prompts.prompts().getLast().wrong());
        var reasons = prompts.badLines().stream()
                .map(bad -> bad.line() + " " + bad.reason())
                .toList();
        assertTrue(reasons.getFirst().startsWith("2 Not valid JSON at column "), reasons.getFirst());
        assertEquals(
                List.of(
                        "3 The prompt holds broken characters: it is not valid UTF-8, or has half of a surrogate pair.",
                        "4 The prompt holds a NUL character.",
                        "5 The prompt is missing.",
                        "6 The field prompt must be a text.",
                        "7 The field prompt is there twice.",
                        "8 There is something behind the JSON object.",
                        "9 Neither a JSON object nor a text.",
                        "10 The field answer must be a text.",
                        "12 The JSON is nested too deeply or holds a text that is too long."),
                reasons.subList(1, reasons.size()));
    }

    @Test
    void jsonIsAListOrAnObject() throws Exception {
        String list = "[{\"prompt\": \"a\"},\n \"b\",\n 3,\n {\"prompt\": \"\"}, null]";
        var prompts = read("list.json", list);
        assertEquals(List.of("a", "b"), texts(prompts));
        assertEquals(
                List.of(3, 4, 4), prompts.badLines().stream().map(BadLine::line).toList());
        assertEquals(texts(prompts), texts(read("object.json", "{\"version\": [1], \"prompts\": " + list + "}")));
        assertEquals(List.of("x"), texts(read("one.json", "{\n\"prompt\": \"x\"\n}")));
        assertEquals(List.of("x", "y"), texts(read("lines.json", "{\"prompt\": \"x\"}\n{\"prompt\": \"y\"}")));
        assertTrue(only(read("none.json", "{\"a\": 1}"), 1).contains("prompt is missing"));
    }

    @Test
    void aBrokenJsonDocumentKeepsWhatCameBefore() throws Exception {
        var prompts = read("cut.json", "[{\"prompt\": \"a\"},\n {\"prompt\": \"b\"},\n {\"pro");
        assertEquals(List.of("a", "b"), texts(prompts));
        String reason = only(prompts, 3);
        assertTrue(reason.startsWith("Not valid JSON at column ") && reason.contains("nothing behind it"), reason);
        assertTrue(only(read("deep.json", "[".repeat(5000)), 1).length() > 0);
    }

    @Test
    void tablesHaveNamedColumns() throws Exception {
        var prompts = read(
                "t.csv",
                "\uFEFFAnswer,prompt, Label ,other\r\n Paris,\"The capital, of \"\"France\"\" is\",x,1\r\n"
                        + "\r\n b,\"two\nlines\",,\n");
        assertEquals(
                List.of(
                        new Prompt("The capital, of \"France\" is", "", " Paris", "", "x", ""),
                        new Prompt("two\nlines", "", " b", "", "", "")),
                prompts.prompts());
        assertEquals(List.of(), prompts.badLines());
        assertEquals(
                "b",
                read("t.tsv", "prompt\tanswer\na, \"x\"\tb")
                        .prompts()
                        .getFirst()
                        .answer());
        assertEquals(
                " b",
                read("s.csv", "prompt;answer\na, x; b").prompts().getFirst().answer());
        assertEquals(List.of("a"), texts(read("o.csv", "prompt\na\n")));
        assertEquals(List.of(), texts(read("none.csv", "\n\n")));
    }

    @Test
    void badRowsAreListedAndTheOthersLoad() throws Exception {
        var prompts = read("bad.csv", """
            prompt,answer
            a, A
            b,c,d
            "quote"d, x
            e
            "open, E
            f, F
            , no prompt
            "g
            h", G
            """);
        assertEquals(List.of("a", "f", "g\nh"), texts(prompts));
        assertEquals(
                List.of(
                        new BadLine(3, "The row has 3 fields, but the first row names 2 columns."),
                        new BadLine(4, "A quote closes in the middle of a field; write it twice to mean the sign."),
                        new BadLine(5, "The row has 1 fields, but the first row names 2 columns."),
                        new BadLine(6, "A quote closes in the middle of a field; write it twice to mean the sign."),
                        new BadLine(8, "The prompt is missing.")),
                prompts.badLines());
        assertEquals(
                "A quote is opened in this row and never closed.", only(read("open.csv", "prompt\n\"a\nb\nc\n"), 2));
        assertEquals(List.of("b", "c"), texts(read("open.csv", "prompt\n\"a\nb\nc\n")));
    }

    @Test
    void tablesWithoutPromptsAreRefused() {
        assertTrue(refused("t.csv", "a,b\n1,2\n")
                .contains("has no column \"prompt\" in its first row; the columns there are \"a\", \"b\""));
        assertTrue(refused("t.csv", "prompt,Prompt\n1,2\n").contains("has the column \"prompt\" twice"));
        assertTrue(refused("t.csv", "\"prompt\n1,2\n").contains("first row that cannot be read"));
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        assertTrue(refused("a.md", "x").contains("is not a file of prompts"));
        assertTrue(PromptFile.isPromptFile(Path.of("A.TXT")));
        assertFalse(PromptFile.isPromptFile(Path.of("txt")));
        Path wide = Files.write(folder.resolve("wide.txt"), "\uFEFFwide".getBytes(StandardCharsets.UTF_16LE));
        String said =
                assertThrows(ModelException.class, () -> PromptFile.read(wide)).getMessage();
        assertTrue(said.endsWith("wide.txt is UTF-16 text: save it as UTF-8."), said);
        said = assertThrows(ModelException.class, () -> PromptFile.read(folder.resolve("no.txt")))
                .getMessage();
        assertTrue(said.startsWith("There is no file "), said);
        Path other = Files.createDirectory(folder.resolve("d.txt"));
        said = assertThrows(ModelException.class, () -> PromptFile.read(other)).getMessage();
        assertTrue(said.contains("is a folder"), said);
    }

    @Test
    void pastedTextShowsWhatItIs() throws Exception {
        assertEquals(
                List.of("a", "b"), texts(PromptFile.parse("pasted", "{\"prompt\": \"a\"}\n\n{\"prompt\": \"b\"}\n")));
        assertEquals(List.of("a"), texts(PromptFile.parse("pasted", "{\n\"prompt\": \"a\"\n}")));
        assertEquals(List.of("a", "b"), texts(PromptFile.parse("pasted", " [\"a\", \"b\"]")));
        assertEquals(List.of("[INST] hello"), texts(PromptFile.parse("pasted", "[INST] hello")));
        assertEquals(List.of("{x", "y"), texts(PromptFile.parse("pasted", "{x\ny")));
        assertEquals(List.of("a"), texts(PromptFile.parse("pasted", "prompt\tanswer\na\tb")));
        assertEquals(List.of("a"), texts(PromptFile.parse("pasted", "answer,\"prompt\"\nb,a")));
        assertEquals(List.of("Hello, world", "x"), texts(PromptFile.parse("pasted", "Hello, world\nx")));
        assertEquals(List.of("{}"), texts(PromptFile.parse("pasted.txt", "{}")));
        assertEquals(1, PromptFile.parse("pasted", "\uD800").badLines().size());
    }

    @Test
    void longLinesAndLongFilesEndInASentence() throws Exception {
        Path file = folder.resolve("long.txt");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 30; i++) {
                out.write(block);
            }
            out.write("\nshort\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 60; i++) {
                out.write(block);
                out.write('\n');
            }
        }
        var prompts = PromptFile.read(file);
        assertEquals("short", prompts.prompts().getFirst().text());
        assertEquals(48, prompts.prompts().size());
        assertEquals(
                List.of(
                        new BadLine(1, "The line is too long."),
                        new BadLine(50, "Only the 48 prompts before this line were taken; split the file.")),
                prompts.badLines());
        var many = read("many.txt", "x\n".repeat(PromptCollector.MOST_PROMPTS + 2));
        assertEquals(PromptCollector.MOST_PROMPTS, many.prompts().size());
        assertTrue(only(many, PromptCollector.MOST_PROMPTS + 1).startsWith("Only the 100,000 prompts"));
        var bad = read("bad.jsonl", "x\n".repeat(5000) + "{\"prompt\": \"late\"}");
        assertEquals(PromptCollector.MOST_BAD_LINES + 1, bad.badLines().size());
        assertTrue(bad.badLines().getLast().reason().startsWith("Reading stopped here"));
    }
}
