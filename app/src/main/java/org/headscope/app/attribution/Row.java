package org.headscope.app.attribution;

import org.headscope.engine.hook.Site;

/**
 * One bar.
 *
 * @param value what the part gives; after minus before where two runs are compared
 * @param mark what stands beside the bar: its estimate by activation times gradient, or its value in another run; NaN for none
 * @param site the part; null for what is no part
 * @param position where the part gives most
 * @param key the position that a head reads from, where the bars are those; else -1
 */
record Row(String label, double value, double mark, Site site, int position, int key) {
    /** What is no part: a constant, or what is left over. */
    static Row rest(String label, double value, int position) {
        return new Row(label, value, Double.NaN, null, position, -1);
    }
}
