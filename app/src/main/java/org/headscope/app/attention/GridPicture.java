package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * A small picture of every head's pattern.
 *
 * @param pictures layer by layer, each with at most {@link #MOST} rows
 * @param reach the largest amount in any of them
 */
record GridPicture(GridQuestion question, List<Matrix> pictures, float reach) {
    /** Larger patterns are reduced: so many dots are enough for a thumbnail. */
    static final int MOST = 40;

    GridPicture {
        pictures = List.copyOf(pictures);
    }

    static GridPicture of(GridQuestion question, Progress progress) {
        var pictures = new ArrayList<Matrix>();
        float reach = 0;
        for (int layer = 0; layer < question.layers(); layer++) {
            progress.at(layer, question.layers());
            Tensor[] shown = patterns(question, layer);
            for (int head = 0; head < question.heads(); head++) {
                Matrix picture =
                        reduced(shown[0].at(head), shown[1] == null ? null : shown[1].at(head), skipped(question));
                reach = Math.max(reach, Math.max(Math.abs(picture.min()), Math.abs(picture.max())));
                pictures.add(picture);
            }
        }
        return new GridPicture(question, pictures, reach);
    }

    private static int skipped(GridQuestion question) {
        var tokens = question.comparison().after().tokens();
        return question.bosOut() && tokens.startsWithBos() && tokens.size() > 1 ? 1 : 0;
    }

    /** What is shown and what is taken away from it, or null. */
    private static Tensor[] patterns(GridQuestion question, int layer) {
        Run before = question.comparison().before();
        Run after = question.comparison().after();
        return switch (question.shown()) {
            case BEFORE -> new Tensor[] {before.pattern(layer), null};
            case AFTER, BOTH -> new Tensor[] {after.pattern(layer), null};
            case DIFFERENCE -> new Tensor[] {after.pattern(layer), before.pattern(layer)};
        };
    }

    /** The pattern with at most {@link #MOST} rows and columns, each the largest amount of what it stands for. */
    static Matrix reduced(Tensor pattern, Tensor minus, int skip) {
        int size = pattern.size(0);
        int count = size - skip;
        int dots = Math.min(count, MOST);
        var values = new float[dots * dots];
        Arrays.fill(values, Float.NaN);
        for (int query = skip; query < size; query++) {
            int row = (int) ((long) (query - skip) * dots / count);
            for (int key = skip; key <= query; key++) {
                int at = row * dots + (int) ((long) (key - skip) * dots / count);
                int flat = query * size + key;
                float value = minus == null ? pattern.flat(flat) : pattern.flat(flat) - minus.flat(flat);
                if (Float.isNaN(values[at]) || Math.abs(value) > Math.abs(values[at])) values[at] = value;
            }
        }
        return Matrix.of(dots, dots, values);
    }

    Colouring colouring(boolean log) {
        return question.shown() == Shown.DIFFERENCE
                ? new Colouring(Palette.RED_WHITE_BLUE, new Range(-reach, reach, false), log)
                : new Colouring(Palette.VIRIDIS, Range.fixed(0, 1), log);
    }
}
