package org.headscope.engine.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads prompts from a table whose first row names the columns. Rows are parsed one by one, so that a stray quote
 * spoils its own row and not the rest of the file.
 */
final class PromptTable {
    /** How many lines a quoted field may span before its quote counts as never closed. */
    private static final int MOST_LINES = 200;

    private final String file;
    private final LineReader lines;
    private final PromptCollector into;
    private final CsvReader.CsvReaderBuilder strict;
    private final CsvReader.CsvReaderBuilder open;
    private int rowLine;
    private boolean atEnd;

    private PromptTable(String file, LineReader lines, char separator, PromptCollector into) {
        this.file = file;
        this.lines = lines;
        this.into = into;
        this.strict = CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(false);
        this.open = CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(true);
    }

    /** Reads a table of comma- (or semicolon-) or tab-separated values. */
    static void read(String file, LineReader lines, boolean tabs, PromptCollector into)
            throws IOException, ModelException {
        var header = lines.next();
        while (header != null && header.text().isBlank() && !header.tooLong()) {
            header = lines.next();
        }
        if (header != null) {
            lines.giveBack(List.of(header));
            new PromptTable(file, lines, separator(header.text(), tabs), into).rows();
        }
    }

    private static char separator(String header, boolean tabs) {
        // spreadsheets write semicolons where the comma is the decimal sign
        return tabs ? '\t' : header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    }

    private void rows() throws IOException, ModelException {
        CsvRecord header = row();
        if (header == null) {
            throw new ModelException(file + " has a first row that cannot be read: "
                    + into.result().badLines().stream()
                            .map(Prompts.BadLine::reason)
                            .findFirst()
                            .orElse("there are only empty lines."));
        }
        List<String> columns = header.getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .map(name -> name.equals("text") ? "prompt" : name)
                .toList();
        if (!columns.contains("prompt")) {
            throw new ModelException(file + " has no column \"prompt\" in its first row; the columns there are "
                    + header.getFields().stream().limit(20).map(Quoted::name).collect(Collectors.joining(", "))
                    + ".");
        }
        for (String field : PromptCollector.FIELDS) {
            if (columns.indexOf(field) != columns.lastIndexOf(field)) {
                throw new ModelException(file + " has the column \"" + field + "\" twice.");
            }
        }
        while (!into.isFull()) {
            CsvRecord row = row();
            if (row == null && atEnd) {
                break;
            } else if (row != null) {
                take(columns, row);
            }
        }
    }

    private void take(List<String> columns, CsvRecord row) {
        if (row.getFieldCount() != columns.size()) {
            into.bad(
                    rowLine,
                    "The row has " + row.getFieldCount() + " fields, but the first row names " + columns.size()
                            + " columns.");
            return;
        }
        var fields = new HashMap<String, String>();
        for (String field : PromptCollector.FIELDS) {
            int column = columns.indexOf(field);
            if (column >= 0) {
                fields.put(field, row.getField(column));
            }
        }
        into.add(rowLine, fields);
    }

    /** The next row; null at the end (see {@link #atEnd}) and for a row that cannot be used, which is then listed. */
    private CsvRecord row() throws IOException {
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
            into.bad(rowLine, "The line is too long.");
            return null;
        }
        var text = new StringBuilder(line.text());
        var further = new ArrayList<LineReader.Line>();
        while (true) {
            try {
                return strict.ofSingleCsvRecord(text.toString());
            } catch (CsvParseException e) {
                if (!isOpen(text.toString())) {
                    lines.giveBack(further);
                    into.bad(rowLine, "A quote closes in the middle of a field; write it twice to mean the sign.");
                    return null;
                }
            }
            var next = further.size() < MOST_LINES ? lines.next() : null;
            if (next != null) {
                further.add(next);
            }
            if (next == null || next.tooLong() || text.length() + next.text().length() > PromptCollector.LONGEST) {
                lines.giveBack(further);
                into.bad(rowLine, "A quote is opened in this row and never closed.");
                return null;
            }
            text.append('\n').append(next.text());
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
