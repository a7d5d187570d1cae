package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.result.Table;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/** The rows as a table for files. */
final class EffectTable {
    private EffectTable() {}

    /** @param about what the numbers are, with their sign, in a sentence */
    static Table of(List<PartRow> rows, List<Column> columns, String about) {
        var names = new ArrayList<>(List.of("part", "kind", "layer", "head"));
        List<Column> numbers =
                columns.stream().filter(column -> column != Column.PART).toList();
        numbers.forEach(column -> names.add(column.fileName()));
        return new Table(
                "ablation",
                about,
                names,
                rows.stream().map(row -> row(row, numbers)).toList());
    }

    private static List<Object> row(PartRow row, List<Column> numbers) {
        Site part = row.part();
        var values = new ArrayList<Object>();
        values.add(part.label());
        values.add(kind(part.part()));
        values.add(part.layer());
        values.add(part.is(Part.HEAD) ? part.head() : null);
        for (Column column : numbers) {
            double value = column.value(row);
            values.add(Double.isNaN(value) ? null : value);
        }
        return values;
    }

    private static String kind(Part part) {
        return switch (part) {
            case HEAD -> "head";
            case ATTENTION -> "attention";
            case MLP -> "mlp";
        };
    }
}
