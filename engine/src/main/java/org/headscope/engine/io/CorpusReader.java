package org.headscope.engine.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the documents of a file piece by piece, so that neither a file nor a line of any size is held in memory. A .jsonl file
 * has a document on each line, a .csv or .tsv file one in each row; any other is one text. What cannot be used of the former is
 * passed over and counted; a text that is no text is refused.
 */
public final class CorpusReader implements AutoCloseable {
    private final Path file;
    private final CountingStream bytes;
    private final Documents documents;
    private final Passed passed = new Passed();
    private Pieces pieces;
    private int line = 1;

    /**
     * A part of a document.
     *
     * @param text well-formed, without NUL
     * @param begins whether a new document begins with it
     */
    public record Piece(String text, boolean begins) {}

    /**
     * What was passed over so far.
     *
     * @param count of lines, rows or documents
     * @param first says of the first of them where it is and why
     */
    public record PassedOver(int count, Optional<String> first) {}

    /** The documents of a file, one after the other. */
    interface Documents {
        /** The text of the next one, or null after the last; the one before is not read any more. */
        Reader next() throws IOException, ModelException;
    }

    private CorpusReader(Path file) throws IOException, ModelException {
        this.file = file;
        this.bytes = new CountingStream(Files.newInputStream(file));
        try {
            Reader text = Utf8.reader(file, bytes);
            String ending = file.toString().toLowerCase(Locale.ROOT).replaceFirst(".*\\.", "");
            this.documents = switch (ending) {
                case "jsonl", "ndjson" -> new CorpusLines(text, passed);
                case "csv" -> new CorpusTable(file, text, false, passed);
                case "tsv" -> new CorpusTable(file, text, true, passed);
                default -> new WholeText(text);
            };
        } catch (IOException | ModelException e) {
            bytes.close();
            throw e;
        }
    }

    /** @throws ModelException if there is no such file, or it is no text */
    public static CorpusReader open(Path file) throws ModelException {
        OrdinaryFile.require(file, "a file of text");
        try {
            return new CorpusReader(file);
        } catch (NoSuchFileException e) {
            throw new ModelException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The next piece, or null at the end of the file. */
    public Piece next() throws ModelException {
        try {
            while (true) {
                boolean begins = pieces == null;
                if (begins) {
                    Reader document = documents.next();
                    if (document == null) return null;
                    pieces = new Pieces(document);
                }
                String text = pieces.next();
                if (text == null) {
                    pieces = null;
                    continue;
                }
                check(text);
                return new Piece(text, begins);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Bytes of the file that were read so far, and perhaps some ahead. */
    public long bytesRead() {
        return bytes.count;
    }

    public PassedOver passedOver() {
        return passed.soFar();
    }

    @Override
    public void close() throws ModelException {
        try {
            bytes.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Lines and rows are checked where they are read, and passed over; only a whole text gets here unchecked. */
    private void check(String text) throws ModelException {
        String problem = Utf8.problem(text);
        for (String row : problem == null ? new String[0] : text.split("\n", -1)) {
            if (Utf8.problem(row) != null) {
                throw new ModelException(file + " is no text in UTF-8: line " + line + " " + problem);
            }
            line++;
        }
        line += (int) text.chars().filter(c -> c == '\n').count();
    }

    private static ModelException unreadable(Path file, IOException e) {
        return new ModelException(file + " cannot be read because " + FileFault.reason(e) + ".", e);
    }

    /** Keeps account of what cannot be used. */
    static final class Passed implements TableRows.BadRows {
        private int count;
        private String first;

        @Override
        public void at(int line, String reason) {
            if (count++ == 0) first = "line " + line + ": " + reason;
        }

        private PassedOver soFar() {
            return new PassedOver(count, Optional.ofNullable(first));
        }
    }

    private static final class WholeText implements Documents {
        private Reader text;

        WholeText(Reader text) {
            this.text = text;
        }

        @Override
        public Reader next() {
            Reader only = text;
            text = null;
            return only;
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            if (read >= 0) count++;
            return read;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = in.read(target, from, length);
            if (read > 0) count += read;
            return read;
        }
    }
}
