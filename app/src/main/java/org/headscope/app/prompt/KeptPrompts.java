package org.headscope.app.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.app.text.Text;
import org.headscope.engine.io.AtomicFile;
import org.headscope.engine.io.FileFault;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.Prompt;

/** The JSON file in which imported prompts are kept from one start to the next. For a thread that may wait for files. */
final class KeptPrompts {
    /** Characters of all prompts together; more would make every start slow. */
    private static final long MOST_CHARACTERS = 20_000_000;

    /** For how many characters the names of a prompt's fields count. */
    private static final long FIELD_NAMES = 20;

    /** No file of that many characters is larger: each takes six bytes at most. */
    private static final long MOST_BYTES = 160_000_000;

    /** Escapes what is not ASCII, so that a text with half a character can be written, too. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A group as it is written. */
    private record Kept(String name, PromptGroup.Origin origin, String day, List<Prompt> prompts) {
        static Kept of(PromptGroup group) {
            return new Kept(group.name(), group.origin(), group.day().toString(), group.prompts());
        }

        boolean isWhole() {
            return name != null
                    && (origin == PromptGroup.Origin.DROPPED || origin == PromptGroup.Origin.PASTED)
                    && day != null
                    && prompts != null
                    && prompts.stream().allMatch(Kept::isWhole);
        }

        private static boolean isWhole(Prompt prompt) {
            return prompt != null
                    && Stream.of(
                                    prompt.text(),
                                    prompt.corrupted(),
                                    prompt.answer(),
                                    prompt.wrong(),
                                    prompt.label(),
                                    prompt.title(),
                                    prompt.note())
                            .allMatch(field -> field != null);
        }

        PromptGroup group() {
            return new PromptGroup(name, origin, LocalDate.parse(day), prompts);
        }
    }

    private final Path file;
    private boolean untouchable;

    KeptPrompts(Path file) {
        this.file = file;
    }

    /** Reads the file. One that cannot be used is put aside, and a sentence says so. */
    PromptImport.Outcome load() {
        try {
            if (Files.size(file) > MOST_BYTES) return aside("prompt.kept.tooLarge");
            List<Kept> read = JSON.readValue(Files.readAllBytes(file), new TypeReference<List<Kept>>() {});
            if (read == null || !read.stream().allMatch(group -> group != null && group.isWhole()))
                return aside("prompt.kept.wrong");
            return new PromptImport.Outcome(read.stream().map(Kept::group).toList(), null);
        } catch (NoSuchFileException e) {
            return new PromptImport.Outcome(List.of(), null);
        } catch (JsonProcessingException | DateTimeException e) {
            return aside("prompt.kept.wrong");
        } catch (IOException e) {
            return untouched(FileFault.reason(e));
        }
    }

    private PromptImport.Outcome aside(String key) {
        Path bad = file.resolveSibling(file.getFileName() + ".bad");
        try {
            Files.move(file, bad, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return untouched(Text.of(key));
        }
        return nothing(Text.of("prompt.kept.aside", file, Text.of(key), bad.getFileName()));
    }

    /** What cannot be read and not be put aside either is left as it is, and nothing is written in its place. */
    private PromptImport.Outcome untouched(String why) {
        untouchable = true;
        return nothing(Text.of("prompt.kept.unreadable", file, why));
    }

    private static PromptImport.Outcome nothing(String sentence) {
        return new PromptImport.Outcome(List.of(), new ImportReport(sentence, List.of()));
    }

    /** Writes the imported ones of these groups completely or not at all; says in one sentence what cannot be kept. */
    Optional<String> save(List<PromptGroup> groups) {
        if (untouchable) return Optional.empty();
        var kept = new ArrayList<Kept>();
        var tooMany = new ArrayList<String>();
        long room = MOST_CHARACTERS;
        for (PromptGroup group : groups) {
            if (group.isBundled()) continue;
            long size = group.characters() + FIELD_NAMES * group.prompts().size();
            if (size > room) {
                tooMany.add(group.name());
            } else {
                room -= size;
                kept.add(Kept.of(group));
            }
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(kept)));
        } catch (ModelException e) {
            return Optional.of(Text.of("prompt.kept.failed", e.getMessage()));
        } catch (IOException e) {
            return Optional.of(Text.of("prompt.kept.noFolder", file, FileFault.reason(e)));
        }
        return tooMany.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("prompt.kept.tooMany", tooMany.stream().collect(Collectors.joining(", "))));
    }
}
