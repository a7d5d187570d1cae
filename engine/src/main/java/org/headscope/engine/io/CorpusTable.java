package org.headscope.engine.io;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Documents that are the column {@code text} of a table whose first row names the columns. */
final class CorpusTable implements CorpusReader.Documents {
    private static final TableRows.Limits LIMITS = new TableRows.Limits(CorpusLines.LONGEST, 100_000);

    private final CorpusReader.Passed passed;
    private final TableRows rows;
    private final int column;

    CorpusTable(Path file, Reader text, boolean tabs, CorpusReader.Passed passed) throws IOException, ModelException {
        this.passed = passed;
        this.rows = TableRows.open(new LineReader(text, LIMITS.characters()), tabs, LIMITS, passed);
        this.column = rows == null ? -1 : column(file, rows.next());
    }

    private static int column(Path file, CsvRecord header) throws ModelException {
        List<String> names = header == null
                ? List.of()
                : header.getFields().stream().map(String::strip).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase("text")) return i;
        }
        throw new ModelException(file + " has no column \"text\" in its first row; the columns there are "
                + names.stream().limit(20).map(Quoted::name).collect(Collectors.joining(", ")) + ".");
    }

    @Override
    public Reader next() throws IOException {
        while (rows != null) {
            CsvRecord row = rows.next();
            if (row == null && rows.atEnd()) return null;
            if (row == null) continue;
            String text = row.getFieldCount() > column ? row.getField(column) : null;
            String problem = text == null ? "There is no field of the column \"text\"." : Utf8.problem(text);
            if (problem == null) return new StringReader(text);
            passed.at(rows.line(), text == null ? problem : "The text " + problem);
        }
        return null;
    }
}
