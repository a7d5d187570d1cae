package org.headscope.engine.experiment.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of texts and numbers.
 *
 * @param name of the table in files
 * @param about what it shows, in a sentence
 * @param rows as many values as there are columns, each a String, Integer, Long, Float or Double, or null where
 *     there is none
 */
public record Table(String name, String about, List<String> columns, List<List<Object>> rows) {
    public Table {
        columns = List.copyOf(columns);
        int width = columns.size();
        rows = rows.stream().map(Table::copy).toList();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalArgumentException("Every row of " + name + " needs " + width + " values");
        }
    }

    private static List<Object> copy(List<Object> row) {
        return Collections.unmodifiableList(new ArrayList<>(row));
    }
}
