package org.headscope.engine.io;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads prompts from a table whose first row names the columns. */
final class PromptTable {
    private static final TableRows.Limits LIMITS = new TableRows.Limits(PromptCollector.LONGEST, 200);

    private final String file;
    private final TableRows rows;
    private final PromptCollector into;

    private PromptTable(String file, TableRows rows, PromptCollector into) {
        this.file = file;
        this.rows = rows;
        this.into = into;
    }

    /** Reads a table of comma- (or semicolon-) or tab-separated values. */
    static void read(String file, LineReader lines, boolean tabs, PromptCollector into)
            throws IOException, ModelException {
        TableRows rows = TableRows.open(lines, tabs, LIMITS, into::bad);
        if (rows != null) new PromptTable(file, rows, into).read();
    }

    private void read() throws IOException, ModelException {
        CsvRecord header = rows.next();
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
            CsvRecord row = rows.next();
            if (row == null && rows.atEnd()) {
                break;
            } else if (row != null) {
                take(columns, row);
            }
        }
    }

    private void take(List<String> columns, CsvRecord row) {
        if (row.getFieldCount() != columns.size()) {
            into.bad(
                    rows.line(),
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
        into.add(rows.line(), fields);
    }
}
