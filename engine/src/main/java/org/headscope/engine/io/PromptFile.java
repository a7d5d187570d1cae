package org.headscope.engine.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Reads prompts from a file or from pasted text; what cannot be used is listed and the rest is taken. */
public final class PromptFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PromptFile() {}

    private enum Format {
        TXT,
        JSONL,
        JSON,
        CSV,
        TSV
    }

    /** Whether the name of a file says that {@link #read} can read it. */
    public static boolean isPromptFile(Path file) {
        return format(file.toString()) != null;
    }

    /** Reads a .txt (one prompt a line), .jsonl, .json, .csv or .tsv file; fields as in {@link Prompt}. */
    public static Prompts read(Path file) throws ModelException {
        Format format = format(file.toString());
        OrdinaryFile.require(file, "a file of prompts");
        if (format == null) {
            throw new ModelException(
                    file + " is not a file of prompts: these end in .txt, .jsonl, .json, .csv or .tsv.");
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(file.getFileName().toString(), format, Utf8.reader(file, bytes));
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    /**
     * Reads pasted text. When {@code name} does not end like a file of prompts, the text shows what it is: a JSON
     * list, JSON objects a line, a table with a column "prompt", or else one prompt a line.
     *
     * @param name what to call the text in a sentence
     */
    public static Prompts parse(String name, String content) throws ModelException {
        Format format = format(name);
        try {
            return read(name, format == null ? guess(content) : format, Utf8.withoutMark(new StringReader(content)));
        } catch (IOException e) {
            throw new ModelException(name + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    private static Format format(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        return Arrays.stream(Format.values())
                .filter(format -> name.contains(".") && format.name().equals(ending))
                .findFirst()
                .orElse(null);
    }

    private static Format guess(String content) {
        String text = content.strip();
        if (text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return Format.JSON;
        } else if (text.startsWith("{")) {
            boolean everyLine = text.lines()
                    .allMatch(line -> line.isBlank() || line.stripLeading().startsWith("{"));
            return everyLine ? Format.JSONL : text.endsWith("}") ? Format.JSON : Format.TXT;
        }
        String first = text.lines().findFirst().orElse("");
        return hasPromptColumn(first, "\t") ? Format.TSV : hasPromptColumn(first, "[,;]") ? Format.CSV : Format.TXT;
    }

    private static boolean hasPromptColumn(String header, String separator) {
        String[] columns = header.split(separator);
        return columns.length > 1
                && Arrays.stream(columns)
                        .anyMatch(column -> column.strip().replace("\"", "").equalsIgnoreCase("prompt"));
    }

    private static Prompts read(String name, Format format, BufferedReader text) throws IOException, ModelException {
        var into = new PromptCollector();
        var lines = new LineReader(text, PromptCollector.LONGEST);
        switch (format) {
            case TXT -> readText(lines, into);
            case JSONL -> PromptJson.readLines(lines, into);
            case JSON -> PromptJson.readDocument(text, into);
            case CSV -> PromptTable.read(name, lines, false, into);
            case TSV -> PromptTable.read(name, lines, true, into);
        }
        return into.result();
    }

    private static void readText(LineReader lines, PromptCollector into) throws IOException {
        for (var line = lines.next(); line != null && !into.isFull(); line = lines.next()) {
            if (line.tooLong()) {
                into.bad(line.number(), "The line is too long.");
            } else if (!line.text().isBlank()) {
                into.add(line.number(), line.text());
            }
        }
    }
}
