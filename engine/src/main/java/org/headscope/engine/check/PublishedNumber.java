package org.headscope.engine.check;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Grid;

/**
 * A number that somebody published, and where it stands in the results of an experiment.
 *
 * @param what which number it is, in a few words
 * @param result the name of the array that it stands in
 * @param at for each axis of the array a label, an index, or {@link #MEAN}
 * @param within how far a measured number may be off
 */
record PublishedNumber(String what, String result, List<String> at, double value, double within) {
    /** Takes the mean along an axis. */
    static final String MEAN = "mean";

    static final Form<PublishedNumber> FORM = Form.of(
            PublishedNumber.class,
            "number",
            "a published number",
            Field.required("what", Kinds.text(1, 200), "which number it is"),
            Field.required("result", Kinds.text(1, 200), "the name of the array that it stands in"),
            Field.optional(
                    "at",
                    Kinds.list(Kinds.text(1, 200), 1, 10),
                    List.of(),
                    "for each axis of the array a label, an index or \"mean\""),
            Field.required("value", Kinds.number(-1e9, 1e9), "what was published"),
            Field.required("within", Kinds.number(0, 1e9), "how far a measured number may be off"));

    PublishedNumber {
        at = List.copyOf(at);
    }

    /** @throws IllegalArgumentException if the array has no such place */
    double measured(Grid grid) {
        if (grid.axes().size() != at.size()) {
            throw new IllegalArgumentException(
                    "%s has %d axes".formatted(result, grid.axes().size()));
        }
        return mean(grid, 0, 0);
    }

    /** @param start the flat index of what is chosen of the axes before */
    private double mean(Grid grid, int axis, int start) {
        if (axis == at.size()) return grid.values().flat(start);
        Axis along = grid.axes().get(axis);
        IntStream chosen =
                at.get(axis).equals(MEAN) ? IntStream.range(0, along.size()) : IntStream.of(index(along, at.get(axis)));
        return chosen.mapToDouble(i -> mean(grid, axis + 1, start * along.size() + i))
                .average()
                .orElseThrow();
    }

    private int index(Axis axis, String entry) {
        int labelled = axis.labels().indexOf(entry);
        if (labelled >= 0) return labelled;
        boolean counted = entry.matches("\\d{1,6}") && Integer.parseInt(entry) < axis.size();
        if (!counted) {
            throw new IllegalArgumentException("%s has no \"%s\" along %s".formatted(result, entry, axis.name()));
        }
        return Integer.parseInt(entry);
    }
}
