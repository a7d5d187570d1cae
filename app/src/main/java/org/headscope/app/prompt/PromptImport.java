package org.headscope.app.prompt;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.headscope.app.text.Text;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.Prompt;
import org.headscope.engine.io.PromptFile;
import org.headscope.engine.io.Prompts;

/** Reads prompts into groups and keeps account of what could not be used. For a thread that may wait for files. */
final class PromptImport {
    /**
     * What came of an import.
     *
     * @param report what could not be used; null if everything could
     */
    record Outcome(List<PromptGroup> groups, ImportReport report) {}

    private final List<PromptGroup> groups = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private PromptImport() {}

    /** The bundled prompts, a group for each family. */
    static Outcome library(Path file) {
        var reading = new PromptImport();
        try {
            Prompts read = PromptFile.read(file);
            var families = new LinkedHashMap<String, List<Prompt>>();
            for (Prompt prompt : read.prompts()) {
                families.computeIfAbsent(prompt.label(), _ -> new ArrayList<>()).add(prompt);
            }
            families.forEach((family, prompts) ->
                    reading.groups.add(new PromptGroup(family, PromptGroup.Origin.BUNDLED, LocalDate.now(), prompts)));
            reading.account(file.getFileName().toString(), read, false);
        } catch (ModelException e) {
            reading.sentences.add(e.getMessage());
        }
        return reading.outcome();
    }

    /** Prompt files, a group each. */
    static Outcome files(List<Path> files) {
        var reading = new PromptImport();
        for (Path file : files) {
            try {
                reading.add(
                        file.getFileName().toString(),
                        PromptGroup.Origin.DROPPED,
                        PromptFile.read(file),
                        files.size() > 1);
            } catch (ModelException e) {
                reading.sentences.add(e.getMessage());
            }
        }
        return reading.outcome();
    }

    /** Text from the clipboard, as one group. */
    static Outcome text(String text) {
        var reading = new PromptImport();
        String name = Text.of("prompt.pasted");
        try {
            reading.add(name, PromptGroup.Origin.PASTED, PromptFile.parse(name, text), false);
        } catch (ModelException e) {
            reading.sentences.add(e.getMessage());
        }
        return reading.outcome();
    }

    private void add(String name, PromptGroup.Origin origin, Prompts read, boolean nameLines) {
        if (!read.prompts().isEmpty()) groups.add(new PromptGroup(name, origin, LocalDate.now(), read.prompts()));
        account(name, read, nameLines);
    }

    private void account(String name, Prompts read, boolean nameLines) {
        int taken = read.prompts().size();
        int bad = read.badLines().size();
        if (taken == 0) {
            sentences.add(Text.of("prompt.import.nothing", name));
        } else if (bad > 0) {
            sentences.add(Text.of("prompt.import.some", name, taken, bad));
        }
        for (Prompts.BadLine line : read.badLines()) {
            String words = Text.of("prompt.import.line", line.line() + "", line.reason());
            lines.add(nameLines ? name + ", " + words : words);
        }
    }

    private Outcome outcome() {
        return new Outcome(
                List.copyOf(groups),
                sentences.isEmpty() ? null : new ImportReport(String.join("\n", sentences), lines));
    }
}
