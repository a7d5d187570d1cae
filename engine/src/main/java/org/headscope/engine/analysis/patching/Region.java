package org.headscope.engine.analysis.patching;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.tensor.Tensor;

/** The numbers of a value that a site names, as stretches that lie side by side. */
record Region(Site site, int[] shape) {
    /** Told of a stretch of numbers, by where it starts in row-major order. */
    @FunctionalInterface
    interface Visitor {
        void visit(int start, int count);
    }

    static Region of(Site site, Tensor value) {
        return new Region(site, value.shape());
    }

    void forEach(Visitor visitor) {
        boolean attention = HookName.isAttention(site.hookName());
        int units = shape[attention ? 1 : 2];
        int[] unit = site.unit() < 0 ? IntStream.range(0, units).toArray() : new int[] {site.unit()};
        int[] positions = chosen(site.positions(), shape[attention ? 2 : 1]);
        int rest = 1;
        for (int axis = 3; axis < shape.length; axis++) rest *= shape[axis];
        for (int batch = 0; batch < shape[0]; batch++) {
            for (int i : attention ? unit : positions) {
                if (!attention && site.unit() < 0) {
                    visitor.visit((batch * shape[1] + i) * units * rest, units * rest);
                    continue;
                }
                for (int j : attention ? positions : unit) {
                    int start = ((batch * shape[1] + i) * shape[2] + j) * rest;
                    if (site.keys().all()) visitor.visit(start, rest);
                    else for (int key : chosen(site.keys(), rest)) visitor.visit(start + key, 1);
                }
            }
        }
    }

    private static int[] chosen(Positions positions, int length) {
        List<Integer> chosen = positions.chosen();
        return positions.all()
                ? IntStream.range(0, length).toArray()
                : chosen.stream()
                        .mapToInt(Integer::intValue)
                        .filter(at -> at < length)
                        .toArray();
    }
}
