package org.headscope.engine.experiment.result;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tables as CSV; arrays as one line for each value, after its labels. */
public final class ResultCsv {
    /** A larger array is no table for people. */
    static final int MOST_VALUES = 100_000;

    private ResultCsv() {}

    /** A line of names, then one for each row; UTF-8, quoted where RFC 4180 asks for it. What is not there is empty. */
    public static byte[] of(Table table) {
        var rows = new ArrayList<List<String>>();
        rows.add(table.columns());
        for (List<Object> row : table.rows())
            rows.add(row.stream().map(value -> Objects.toString(value, "")).toList());
        return bytes(rows);
    }

    static byte[] of(Grid grid) {
        var rows = new ArrayList<List<String>>();
        var header = new ArrayList<>(grid.axes().stream().map(Axis::name).toList());
        header.add(grid.name());
        rows.add(header);
        for (int i = 0; i < grid.values().size(); i++) {
            List<String> row = grid.labels(i);
            row.add(String.valueOf(grid.values().flat(i)));
            rows.add(row);
        }
        return bytes(rows);
    }

    private static byte[] bytes(List<List<String>> rows) {
        var out = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
            rows.forEach(row -> writer.writeRecord(row));
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing fails in memory", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
