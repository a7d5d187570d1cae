package org.headscope.engine.analysis.patching;

import org.headscope.engine.tensor.Tensor;

/**
 * What patching each site of a table makes of the metric.
 *
 * @param values the metric, of the shape of the table
 * @param base the metric of the run that is patched
 * @param donor the metric of the run that the values are from
 */
public record PatchGrid(PatchTable table, Tensor values, double base, double donor) {
    /** Where the base is the corrupted run: 0 where a patch does nothing, 1 where it restores the clean metric. */
    public Tensor denoising() {
        return scaled(donor - base);
    }

    /** Where the base is the clean run: 0 where a patch does nothing, -1 where it makes all of the corrupted metric. */
    public Tensor noising() {
        return scaled(base - donor);
    }

    private Tensor scaled(double unit) {
        var scaled = new float[values.size()];
        for (int i = 0; i < scaled.length; i++) scaled[i] = (float) ((values.flat(i) - base) / unit);
        return Tensor.of(scaled, values.shape());
    }
}
