package org.headscope.engine.experiment.result;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.headscope.engine.tensor.Tensor;

/** {@code report.html}: a result for people, in one file that needs nothing else. */
public final class Report {
    private static final int MOST_CELLS = 30_000;
    private static final int MOST_MAPS = 24;
    private static final int MOST_ROWS = 500;
    private static final int WIDEST = 256;

    private static final String STYLE = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em; color: #1b1f24; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; } h3 { font-size: 1em; font-weight: 600; }
        p.about { color: #555; } .scroll { overflow-x: auto; }
        table { border-collapse: collapse; } th, td { border-bottom: 1px solid #ddd; padding: .2em .8em; text-align: left;
        vertical-align: top; white-space: pre-wrap; } td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        svg .l { font: 11px system-ui, sans-serif; fill: #333; } svg g { outline: none; }
        svg g:hover rect, svg g:focus rect { stroke: #000; } svg .v { display: none; font: 13px system-ui, sans-serif; }
        svg g:hover .v { display: inline; } svg g:focus .v { display: inline; transform: translate(0, 17px); font-weight: 600; }
        .text { line-height: 2; } .t { position: relative; white-space: pre-wrap; border-radius: 3px; padding: 1px 1px;
        border: 1px solid transparent; outline: none; cursor: pointer; } .t:hover, .t:focus { border-color: #000; }
        .tip { display: none; position: absolute; left: 0; top: 1.6em; z-index: 1; width: max-content; max-width: 30em;
        background: #fff; border: 1px solid #888; border-radius: 4px; padding: .3em .6em; line-height: 1.4; }
        .t:focus .tip { display: block; } .t:hover .tip { display: block; z-index: 2; }
        """;

    /** Whatever stands in a prompt, a browser runs nothing and fetches nothing. */
    private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\""
            + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";

    private final StringBuilder html = new StringBuilder();
    private int cells;

    /** @param facts what has to be known to read it, said at its end */
    public static byte[] of(String title, List<Fact> facts, Results results) {
        var report = new Report();
        report.write(title, facts, results);
        return report.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(String title, List<Fact> facts, Results results) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(POLICY)
                .append("<title>")
                .append(Html.text(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Html.text(title))
                .append("</h1>\n");
        List<Grid> numbers =
                results.grids().stream().filter(grid -> grid.axes().isEmpty()).toList();
        if (!numbers.isEmpty()) numbers(numbers);
        for (ColouredText text : results.texts()) {
            heading(text.name(), text.about());
            html.append(text.html());
        }
        for (Table table : results.tables()) table(table);
        for (Grid grid : results.grids()) {
            if (!grid.axes().isEmpty()) grid(grid);
        }
        facts(facts);
        html.append("</body>\n</html>\n");
    }

    private void numbers(List<Grid> numbers) {
        html.append("<h2>Numbers</h2>\n<table>\n");
        for (Grid number : numbers) {
            html.append("<tr><th>")
                    .append(Html.text(number.name()))
                    .append("</th>")
                    .append(number(number.values().flat(0)))
                    .append("<td>")
                    .append(Html.text(number.about()))
                    .append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String number(double value) {
        return "<td class=\"n\">" + Html.number(value) + "</td>";
    }

    private void heading(String name, String about) {
        html.append("<h2>").append(Html.text(name)).append("</h2>\n<p class=\"about\">");
        html.append(Html.text(about)).append("</p>\n");
    }

    private void table(Table table) {
        heading(table.name(), table.about());
        html.append("<div class=\"scroll\"><table>\n<tr>");
        for (String column : table.columns())
            html.append("<th>").append(Html.text(column)).append("</th>");
        html.append("</tr>\n");
        for (List<Object> row : table.rows().stream().limit(MOST_ROWS).toList()) {
            html.append("<tr>");
            for (Object value : row) html.append(cell(value));
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
        int more = table.rows().size() - MOST_ROWS;
        if (more > 0) note(more + " more rows are in " + table.name() + ".csv.");
    }

    private static String cell(Object value) {
        return value instanceof Number number
                ? number(number.doubleValue())
                : "<td>" + Html.text(Objects.toString(value, "")) + "</td>";
    }

    private void note(String sentence) {
        html.append("<p class=\"about\">").append(Html.text(sentence)).append("</p>\n");
    }

    /** The last two axes as heat maps, one for each combination of those before. */
    private void grid(Grid grid) {
        heading(grid.name(), grid.about());
        int rank = grid.axes().size();
        Axis columns = grid.axes().getLast();
        Axis rows = rank == 1 ? new Axis("", List.of("")) : grid.axes().get(rank - 2);
        int size = rows.size() * columns.size();
        if (columns.size() > WIDEST || rows.size() > WIDEST || size == 0) {
            note("Shape " + shape(grid) + "; the numbers are in " + ResultFolder.ARRAYS + ".");
            return;
        }
        int maps = grid.values().size() / size;
        Tensor all = grid.values().reshape(maps, rows.size(), columns.size());
        int shown = 0;
        while (shown < maps && shown < MOST_MAPS && cells + size <= MOST_CELLS) {
            if (rank > 2)
                html.append("<h3>").append(Html.text(where(grid, shown * size))).append("</h3>\n");
            var map = new HeatMapSvg(rows, columns, all.at(shown));
            html.append("<div class=\"scroll\">\n").append(map.svg()).append("</div>\n");
            note(map.legend());
            cells += size;
            shown++;
        }
        if (shown < maps) {
            note((maps - shown) + (shown == 0 ? " pictures of" : " more pictures of") + " the shape " + shape(grid)
                    + " are left out; the numbers are in " + ResultFolder.ARRAYS + ".");
        }
    }

    private static String where(Grid grid, int flat) {
        List<String> labels = grid.labels(flat);
        var words = new StringBuilder();
        for (int axis = 0; axis < labels.size() - 2; axis++) {
            if (axis > 0) words.append(", ");
            words.append(grid.axes().get(axis).name()).append(' ').append(labels.get(axis));
        }
        return words.toString();
    }

    private static String shape(Grid grid) {
        return grid.axes().stream().map(axis -> axis.size() + " " + axis.name()).collect(Collectors.joining(" × "));
    }

    private void facts(List<Fact> facts) {
        html.append("<h2>How this was computed</h2>\n<table>\n");
        for (Fact fact : facts) {
            html.append("<tr><th>")
                    .append(Html.text(fact.name().replace('_', ' ')))
                    .append("</th><td>")
                    .append(Html.text(words(fact.value())))
                    .append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private static String words(Object value) {
        if (value instanceof Collection<?> list) {
            boolean nested = list.stream().anyMatch(item -> item instanceof Collection);
            return list.stream().map(Report::words).collect(Collectors.joining(nested ? "\n" : ", "));
        }
        return String.valueOf(value);
    }
}
