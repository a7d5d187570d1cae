package org.headscope.app.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headscope.app.resources.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library without a window. */
class LibraryModelTest {
    private final LibraryModel model = new LibraryModel();

    private List<String> rows() {
        return model.question().rows().stream()
                .map(row -> switch (row) {
                    case LibraryRow.Heading heading -> "[" + heading.group().name() + "]";
                    case LibraryRow.Item item -> PromptTitle.of(item.prompt());
                })
                .toList();
    }

    @Test
    void theFirstFamilyIsOpenAndTheOthersAreClosed() {
        model.add(PromptImport.library(Resources.promptLibrary()).groups());
        assertEquals("[Indirect object]", rows().getFirst());
        assertEquals("Who gets the drink?", rows().get(1));
        assertTrue(rows().contains("[Capitals]"));
        assertTrue(!rows().contains("The capital of Japan"));
        model.open(model.groups().get(2), true);
        assertTrue(rows().contains("The capital of Japan"));
        assertTrue(model.prompts().stream().noneMatch(prompt -> prompt.note().isEmpty()));
    }

    @Test
    void searchFindsInClosedGroupsWhateverTheCase() {
        model.add(PromptImport.library(Resources.promptLibrary()).groups());
        model.searchProperty().set(" japan ");
        assertEquals(List.of("[Capitals]", "The capital of Japan"), rows());
        model.searchProperty().set("no such words");
        assertEquals(List.of(), rows());
    }

    @Test
    void anImportKeepsTheGoodLinesAndListsTheBad(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my prompts ü.jsonl"), """
            {"prompt": "One two"}
            {"prompt":
            {"answer": " x"}
            {"prompt": "Three four", "answer": " five"}
            """);
        var outcome = PromptImport.files(List.of(file));
        assertEquals(2, outcome.groups().getFirst().prompts().size());
        assertEquals(
                "my prompts ü.jsonl: 2 prompts taken, 2 lines left out.",
                outcome.report().sentence());
        assertTrue(
                outcome.report().lines().getFirst().startsWith("line 2: "),
                outcome.report().toString());
        assertTrue(
                outcome.report().lines().get(1).startsWith("line 3: "),
                outcome.report().toString());

        model.add(outcome.groups());
        model.add(PromptImport.files(List.of(file)).groups());
        assertEquals(1, model.groups().size(), "a file read again takes the place of its first reading");
        model.locate("Three four");
        assertEquals(1, model.chosenProperty().get().index());
        model.remove(model.groups().getFirst());
        assertNull(model.chosenProperty().get());
        assertEquals(List.of(), model.prompts());
    }

    @Test
    void whoHoldsThePromptsHearsOfNewOnes() {
        var heard = new ArrayList<Integer>();
        assertSame(model.prompts(), model.prompts(), "a list that nobody holds would stop to listen");
        model.prompts().subscribe(() -> heard.add(model.prompts().size()));
        model.add(PromptImport.text("First prompt\nSecond prompt\n").groups());
        assertEquals(2, heard.getLast());
    }

    @Test
    void filesThatAreNoPromptsSaySo(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.jsonl");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        var outcome = PromptImport.files(List.of(missing, empty));
        assertEquals(List.of(), outcome.groups());
        assertTrue(
                outcome.report().sentence().contains("There is no file"),
                outcome.report().sentence());
        assertTrue(
                outcome.report().sentence().contains("empty.txt holds no prompt"),
                outcome.report().sentence());
    }

    @Test
    void pastedTextIsAGroup() {
        var outcome = PromptImport.text("First prompt\nSecond prompt\n");
        assertNull(outcome.report());
        assertEquals(2, outcome.groups().getFirst().prompts().size());
        assertNotNull(outcome.groups().getFirst().day());
    }

    @Test
    void manyPromptsAreSearchedWithinAMoment() {
        String lines =
                IntStream.range(0, 100_000).mapToObj(i -> "prompt number " + i).collect(Collectors.joining("\n"));
        model.add(PromptImport.text(lines).groups());
        assertEquals(100_001, rows().size());
        model.searchProperty().set("number 99999");
        long start = System.nanoTime();
        assertEquals(List.of("[Pasted prompts]", "prompt number 99999"), rows());
        assertTrue(System.nanoTime() - start < 5e9);
    }

    @Test
    void eachPasteAddsToWhatWasPastedEarlier() {
        model.add(PromptImport.text("First prompt\nSecond prompt\n").groups());
        assertEquals(
                "2 prompts added to “Pasted prompts”.", model.addedProperty().get());
        model.locate("Second prompt");
        model.add(
                PromptImport.text("Third prompt\nFirst prompt\nThird prompt\n").groups());
        assertEquals(List.of("[Pasted prompts]", "First prompt", "Second prompt", "Third prompt"), rows());
        assertTrue(
                model.addedProperty().get().startsWith("1 prompt added to “Pasted prompts”"),
                model.addedProperty().get());
        model.add(PromptImport.text("First prompt\n").groups());
        assertEquals(
                "No new prompt added to “Pasted prompts”, 1 there already.",
                model.addedProperty().get());
        assertEquals("Pasted prompts", model.prompts().getFirst().label(), "the set for means has the same name");
    }
}
