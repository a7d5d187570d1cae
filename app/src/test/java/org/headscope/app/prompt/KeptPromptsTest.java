package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.headscope.app.GuiTest;
import org.headscope.app.resources.Resources;
import org.headscope.engine.io.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imported prompts from one start to the next. */
class KeptPromptsTest extends GuiTest {
    private static final Prompt ODD =
            new Prompt("half \uD83D face\n\"quoted\" ü", "c", " a", " w", "l", "t", "what to look for");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("settings ü/prompts.json");
    }

    private static PromptGroup dropped(String name, Prompt... prompts) {
        return new PromptGroup(name, PromptGroup.Origin.DROPPED, LocalDate.of(2026, 11, 20), List.of(prompts));
    }

    @Test
    void aFirstStartHasNone() {
        var outcome = new KeptPrompts(file()).load();
        assertEquals(List.of(), outcome.groups());
        assertNull(outcome.report());
    }

    @Test
    void whatWasImportedComesBackAsItWas() {
        var groups =
                new ArrayList<>(PromptImport.library(Resources.promptLibrary()).groups());
        groups.add(dropped("mine.jsonl", ODD, Prompt.of("plain")));
        assertEquals(Optional.empty(), new KeptPrompts(file()).save(groups));

        var outcome = new KeptPrompts(file()).load();
        assertNull(outcome.report());
        assertEquals(1, outcome.groups().size(), "bundled prompts are not kept");
        PromptGroup back = outcome.groups().getFirst();
        assertEquals("mine.jsonl", back.name());
        assertEquals(LocalDate.of(2026, 11, 20), back.day());
        assertEquals(PromptGroup.Origin.DROPPED, back.origin());
        assertEquals(List.of(ODD, Prompt.of("plain")), back.prompts());
    }

    @Test
    void aFileThatCannotBeUsedIsKeptBesideWithOneSentence() throws IOException {
        Files.createDirectories(file().getParent());
        for (String bad : List.of(
                "",
                "null",
                "[1]",
                "[null]",
                "{\"name\": 3",
                "[{\"name\":\"x\",\"origin\":\"DROPPED\",\"day\":\"soon\",\"prompts\":[]}]",
                "[{\"name\":\"x\",\"origin\":\"DROPPED\",\"day\":\"2026-11-20\",\"prompts\":[{}]}]",
                "[{\"name\":\"x\",\"origin\":\"BUNDLED\",\"day\":\"2026-11-20\",\"prompts\":[]}]")) {
            Files.writeString(file(), bad);
            var outcome = new KeptPrompts(file()).load();
            assertEquals(List.of(), outcome.groups(), bad);
            String sentence = outcome.report().sentence();
            assertTrue(sentence.contains("cannot be used") && sentence.endsWith("prompts.json.bad."), sentence);
            assertEquals(bad, Files.readString(file().resolveSibling("prompts.json.bad")));
            assertFalse(Files.exists(file()), bad);
        }
    }

    @Test
    void whatCannotBeReadIsNotReplaced() throws IOException {
        Files.createDirectories(file());
        Files.createDirectories(file().resolveSibling("prompts.json.bad").resolve("in the way"));
        var kept = new KeptPrompts(file());
        assertTrue(kept.load().report().sentence().contains("will not be kept"));
        assertEquals(Optional.empty(), kept.save(List.of(dropped("mine.txt", ODD))));
        assertTrue(Files.isDirectory(file()));
    }

    @Test
    void whatCannotBeWrittenOrIsTooLargeIsSaidInOneSentence() throws IOException {
        String long20 = "x".repeat(20_000_001);
        String sentence = new KeptPrompts(file())
                .save(List.of(dropped("huge.txt", Prompt.of(long20)), dropped("small.txt", ODD)))
                .orElseThrow();
        assertTrue(sentence.contains("huge.txt") && !sentence.contains("small.txt"), sentence);
        assertEquals(
                "small.txt", new KeptPrompts(file()).load().groups().getFirst().name());

        Path blocked = Files.writeString(folder.resolve("file"), "").resolve("prompts.json");
        sentence = new KeptPrompts(blocked).save(List.of(dropped("a", ODD))).orElseThrow();
        assertTrue(sentence.startsWith("The imported prompts are not kept for the next start"), sentence);
    }

    @Test
    void noMoreIsWrittenThanTheNextStartReads() throws IOException {
        var many =
                dropped("many.txt", Collections.nCopies(960_000, Prompt.of("x")).toArray(Prompt[]::new));
        assertTrue(new KeptPrompts(file()).save(List.of(many)).orElseThrow().contains("many.txt"));

        String worst = "\u0001\u2028ü".repeat(300_000);
        var escaped =
                dropped("escaped.txt", Collections.nCopies(22, Prompt.of(worst)).toArray(Prompt[]::new));
        assertEquals(Optional.empty(), new KeptPrompts(file()).save(List.of(escaped)));
        assertEquals(1, new KeptPrompts(file()).load().groups().size());
    }

    @Test
    void theClipboardIsReadByTheLibraryItself() throws IOException {
        var library = fx(() -> library());
        fx(() -> library.importText(null));
        assertTrue(fx(() -> library.model().reportProperty().get()).sentence().contains("hand it over"));
        Path prompts = Files.writeString(folder.resolve("mine.txt"), "One\nTwo\n");
        fx(() -> {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.FILES, List.of(prompts.toFile())));
            library.importClipboard();
        });
        settle();
        assertEquals("mine.txt", fx(() -> library.model().groups().getLast()).name());
    }

    @Test
    void aLibraryRemembersImportsAndForgetsRemovedOnes() {
        var first = fx(() -> library());
        fx(() -> first.importText("One more prompt"));
        settle();
        assertTrue(fx(() -> first.model().revealedProperty().get() != null));

        var second = fx(() -> library());
        settle();
        PromptGroup back = fx(() -> second.model().groups().getLast());
        assertEquals("One more prompt", back.prompts().getFirst().text());
        assertNull(fx(() -> second.model().revealedProperty().get()), "the list stays where it is");
        assertTrue(second.model().rows().getLast() instanceof LibraryRow.Heading heading && !heading.open());
        fx(() -> second.remove(back));
        settle();

        var third = fx(() -> library());
        settle();
        assertTrue(fx(() -> third.model().groups().stream().allMatch(PromptGroup::isBundled)));
    }

    private LibraryController library() {
        return new LibraryController(Runnable::run, new KeptPrompts(file()), _ -> {}, () -> {});
    }
}
