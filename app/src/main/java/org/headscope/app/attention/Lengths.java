package org.headscope.app.attention;

import org.headscope.engine.tensor.Tensor;

/**
 * How long the vector is that a head writes for a value: |v W_O|. Kept as the products of the rows of W_O, from which
 * the length of any v follows without going through d_model.
 *
 * @param products W_O times its transpose, [d_head * d_head]
 * @param size d_head
 */
record Lengths(double[] products, int size) {
    /**
     * From the output weights of one head.
     *
     * @param output [d_head, d_model]
     */
    static Lengths of(Tensor output) {
        int size = output.size(0);
        int width = output.size(1);
        float[] weights = output.toArray();
        var products = new double[size * size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < width; i++) sum += (double) weights[a * width + i] * weights[b * width + i];
                products[a * size + b] = sum;
                products[b * size + a] = sum;
            }
        }
        return new Lengths(products, size);
    }

    /**
     * The length for each position.
     *
     * @param values [pos, head, d_head]
     * @return [pos]
     */
    float[] of(Tensor values, int head) {
        var lengths = new float[values.size(0)];
        for (int position = 0; position < lengths.length; position++) {
            float[] v = values.at(position, head).toArray();
            double square = 0;
            for (int a = 0; a < size; a++) {
                double row = 0;
                for (int b = 0; b < size; b++) row += products[a * size + b] * v[b];
                square += v[a] * row;
            }
            lengths[position] = (float) Math.sqrt(Math.max(0, square));
        }
        return lengths;
    }

    /**
     * The value-weighted pattern: A_ij |v_j W_O| / max_j |v_j W_O| (interpretability.md D.7).
     *
     * @param pattern [query, key]
     * @param lengths [key]
     */
    static Tensor weigh(Tensor pattern, float[] lengths) {
        float longest = 0;
        for (float length : lengths) longest = Math.max(longest, length);
        float[] values = pattern.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = longest == 0 ? 0 : values[i] * lengths[i % lengths.length] / longest;
        }
        return Tensor.of(values, pattern.shape());
    }
}
