package org.headscope.engine.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses the rows of a table one by one, so that a stray quote spoils its own row and not the rest of the file. */
final class TableRows {
    private final LineReader lines;
    private final Limits limits;
    private final BadRows bad;
    private final CsvReader.CsvReaderBuilder strict;
    private final CsvReader.CsvReaderBuilder open;
    private int rowLine;
    private boolean atEnd;

    /**
     * What is too large.
     *
     * @param characters the most of a row
     * @param lines how many a quoted field may span before its quote counts as never closed
     */
    record Limits(int characters, int lines) {}

    /** Told of rows that cannot be used. */
    @FunctionalInterface
    interface BadRows {
        void at(int line, String reason);
    }

    private TableRows(LineReader lines, char separator, Limits limits, BadRows bad) {
        this.lines = lines;
        this.limits = limits;
        this.bad = bad;
        this.strict = CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(false);
        this.open = CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(true);
    }

    /**
     * The rows of comma- (or semicolon-) or tab-separated values, the first of which names the columns; null where there is
     * none.
     */
    static TableRows open(LineReader lines, boolean tabs, Limits limits, BadRows bad) throws IOException {
        var header = lines.next();
        while (header != null && header.text().isBlank() && !header.tooLong()) header = lines.next();
        if (header == null) return null;
        lines.giveBack(List.of(header));
        return new TableRows(lines, separator(header.text(), tabs), limits, bad);
    }

    private static char separator(String header, boolean tabs) {
        // spreadsheets write semicolons where the comma is the decimal sign
        return tabs ? '\t' : header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    }

    /** The line that the row read last begins in, counted from 1. */
    int line() {
        return rowLine;
    }

    /** Whether there are no more rows. */
    boolean atEnd() {
        return atEnd;
    }

    /** The next row; null at the end (see {@link #atEnd()}) and for a row that cannot be used, which is then listed. */
    CsvRecord next() throws IOException {
        var line = lines.next();
        while (line != null && !line.tooLong() && line.text().isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            atEnd = true;
            return null;
        }
        rowLine = line.number();
        if (line.tooLong()) {
            bad.at(rowLine, "The line is too long.");
            return null;
        }
        return row(line.text());
    }

    /** A row that begins with a line, and goes on for as long as a quote is open. */
    private CsvRecord row(String first) throws IOException {
        var text = new StringBuilder(first);
        var further = new ArrayList<LineReader.Line>();
        boolean mayEnd = true;
        while (true) {
            if (mayEnd) {
                try {
                    return strict.ofSingleCsvRecord(text.toString());
                } catch (CsvParseException e) {
                    if (!isOpen(text.toString())) {
                        lines.giveBack(further);
                        bad.at(rowLine, "A quote closes in the middle of a field; write it twice to mean the sign.");
                        return null;
                    }
                }
            }
            var next = further.size() < limits.lines() ? lines.next() : null;
            if (next != null) {
                further.add(next);
            }
            if (next == null || next.tooLong() || text.length() + next.text().length() > limits.characters()) {
                lines.giveBack(further);
                bad.at(rowLine, "A quote is opened in this row and never closed.");
                return null;
            }
            text.append('\n').append(next.text());
            mayEnd = next.text().indexOf('"') >= 0;
        }
    }

    /** Whether all that is wrong with a row is a quote that may yet be closed on a further line. */
    private boolean isOpen(String text) {
        try {
            open.ofSingleCsvRecord(text);
            return true;
        } catch (CsvParseException e) {
            return false;
        }
    }
}
