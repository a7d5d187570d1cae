package org.headscope.engine.experiment.result;

import org.headscope.engine.tensor.Tensor;

/**
 * A matrix as an SVG of coloured cells. Above it stand the labels and the value of the cell under the pointer, and those of the one
 * that was clicked, which needs no script: a cell that was clicked has the focus.
 */
final class HeatMapSvg {
    private static final int LABELS = 150;
    /** Room for two lines and for the names of columns. */
    private static final int HEADER = 124;

    private final Axis rows;
    private final Axis columns;
    private final Tensor values;
    private final double greatest;
    private final int cell;

    /** @param values [row, column] */
    HeatMapSvg(Axis rows, Axis columns, Tensor values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        double most = 0;
        for (int i = 0; i < values.size(); i++) {
            float value = values.flat(i);
            if (Float.isFinite(value)) most = Math.max(most, Math.abs(value));
        }
        this.greatest = most;
        this.cell = Math.clamp(900 / Math.max(1, columns.size()), 6, 26);
    }

    String svg() {
        int width = LABELS + columns.size() * cell + 10;
        int height = HEADER + rows.size() * cell + 10;
        var svg = new StringBuilder();
        svg.append("<svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
                .formatted(width, height, width, height));
        for (int column = 0; column < columns.size() && cell >= 10; column++) {
            int x = LABELS + column * cell + cell / 2 + 4;
            svg.append("<text class=\"l\" transform=\"translate(%d %d) rotate(-60)\">%s</text>\n"
                    .formatted(
                            x,
                            HEADER - 6,
                            Html.text(Html.shortened(columns.labels().get(column), 16))));
        }
        for (int row = 0; row < rows.size(); row++) {
            int y = HEADER + row * cell;
            if (cell >= 10) {
                svg.append("<text class=\"l\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>\n"
                        .formatted(
                                LABELS - 6,
                                y + cell / 2 + 4,
                                Html.text(Html.shortened(rows.labels().get(row), 22))));
            }
            for (int column = 0; column < columns.size(); column++) append(svg, row, column);
        }
        return svg.append("</svg>\n").toString();
    }

    private void append(StringBuilder svg, int row, int column) {
        float value = values.get(row, column);
        String title = rows.name() + " " + rows.labels().get(row) + ", " + columns.name() + " "
                + columns.labels().get(column) + ": " + Html.number(value);
        svg.append(("<g tabindex=\"0\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
                        + "<text class=\"v\" x=\"0\" y=\"12\">%s</text></g>\n")
                .formatted(
                        LABELS + column * cell,
                        HEADER + row * cell,
                        cell - 1,
                        cell - 1,
                        Tint.of(value, greatest),
                        Html.text(title)));
    }

    String legend() {
        return "white is 0, the deepest blue " + Html.number(greatest) + ", the deepest red " + Html.number(-greatest);
    }
}
