package org.headscope.engine.model;

/** The slopes of ALiBi (Press et al. 2022; interpretability.md A.5). */
final class Alibi {
    private Alibi() {}

    /**
     * One slope for each head: a geometric sequence that ends at 2^-8. Where the number of heads is no power of two, the
     * sequence of the next lower one, then every other slope of the next higher one, as transformers has it.
     */
    static float[] slopes(int nHeads) {
        int power = Integer.highestOneBit(nHeads);
        var slopes = new float[nHeads];
        for (int head = 0; head < nHeads; head++) {
            double exponent = head < power ? -8.0 * (head + 1) / power : -4.0 * (2 * (head - power) + 1) / power;
            slopes[head] = (float) Math.pow(2, exponent);
        }
        return slopes;
    }
}
