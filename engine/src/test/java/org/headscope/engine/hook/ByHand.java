package org.headscope.engine.hook;

import org.headscope.engine.tensor.Tensor;

/** Changes values with a code hook and plain loops, to compare interventions with. */
final class ByHand {
    private ByHand() {}

    /** The new number in a place, given the old one. */
    @FunctionalInterface
    interface Number {
        double of(float before, Place place);
    }

    /**
     * Where a number is.
     *
     * @param unit the head, or the neuron where there are no heads
     * @param last its place on the last axis
     */
    record Place(int batch, int position, int unit, int last) {}

    /** Goes through all numbers of a value and changes those of a site. */
    static CodeHook at(Site site, Number number) {
        return new CodeHook(NameFilter.of(site.hookName()), (_, value) -> changed(site, value, number));
    }

    private static Tensor changed(Site site, Tensor value, Number number) {
        int[] shape = value.shape();
        float[] data = value.toArray();
        boolean attention = HookName.isAttention(site.hookName());
        boolean heads = shape.length == 4;
        for (int i = 0; i < data.length; i++) {
            int last = i % shape[shape.length - 1];
            int row = i / shape[shape.length - 1];
            int third = heads ? row % shape[2] : last;
            int second = (heads ? row / shape[2] : row) % shape[1];
            int batch = (heads ? row / shape[2] : row) / shape[1];
            var place = new Place(batch, attention ? third : second, attention ? second : third, last);
            if (hits(site, place, attention)) data[i] = (float) number.of(data[i], place);
        }
        return Tensor.of(data, shape);
    }

    private static boolean hits(Site site, Place place, boolean attention) {
        if (site.unit() >= 0 && site.unit() != place.unit) return false;
        if (!site.positions().all() && !site.positions().chosen().contains(place.position)) return false;
        if (!attention) return true;
        return place.last <= place.position
                && (site.keys().all() || site.keys().chosen().contains(place.last));
    }
}
