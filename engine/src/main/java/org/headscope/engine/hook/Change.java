package org.headscope.engine.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A change of the value at any hook point, as data (interpretability.md E.1, E.6). A request takes it with {@code
 * request.with(change)}. Vectors run along the last axis: d_model, d_head, neurons; of a pattern, the weights on keys.
 */
public sealed interface Change {
    Target target();

    /**
     * Changes one vector.
     *
     * @param vector the entries of the target, changed in place
     * @param place where it is
     */
    void apply(float[] vector, Place place);

    /**
     * Where a vector is.
     *
     * @param batch row of the batch
     * @param head -1 where there are no heads
     * @param entries the places of its entries along the last axis
     */
    record Place(int batch, int position, int head, int[] entries) {}

    /** The same value everywhere; 0 is zero ablation. */
    record Constant(Target target, float value) implements Change {
        @Override
        public void apply(float[] vector, Place place) {
            Arrays.fill(vector, value);
        }
    }

    /**
     * One vector everywhere, such as a mean.
     *
     * @param vector as long as what it replaces
     */
    record SetTo(Target target, List<Float> vector) implements Change {
        public SetTo {
            vector = List.copyOf(vector);
        }

        @Override
        public void apply(float[] values, Place place) {
            Change.check(vector.size(), values);
            for (int i = 0; i < values.length; i++) values[i] = vector.get(i);
        }
    }

    /**
     * Adds normally distributed random numbers, the same in every run.
     *
     * @param deviation their standard deviation
     * @param seed of the random numbers; each place of the value has its own
     */
    record Noise(Target target, double deviation, long seed) implements Change {
        @Override
        public void apply(float[] vector, Place place) {
            long here = ((31L * place.batch + place.position) * 1009 + place.head) * 1_000_003;
            var random = new Random(seed + here);
            for (int i = 0; i < vector.length; i++) vector[i] += (float) (deviation * random.nextGaussian());
        }
    }

    /** Multiplies by a factor. */
    record Scale(Target target, double factor) implements Change {
        @Override
        public void apply(float[] vector, Place place) {
            for (int i = 0; i < vector.length; i++) vector[i] *= (float) factor;
        }
    }

    /** Adds a multiple of a direction: steering. */
    record AddDirection(Target target, List<Float> direction, double factor) implements Change {
        public AddDirection {
            direction = List.copyOf(direction);
        }

        @Override
        public void apply(float[] vector, Place place) {
            Change.check(direction.size(), vector);
            for (int i = 0; i < vector.length; i++) vector[i] += (float) (factor * direction.get(i));
        }
    }

    /** Takes away what lies along some directions. */
    record ProjectOut(Target target, List<List<Float>> directions) implements Change {
        public ProjectOut {
            directions = orthonormal(directions);
        }

        @Override
        public void apply(float[] vector, Place place) {
            for (List<Float> direction : directions) {
                Change.check(direction.size(), vector);
                double along = 0;
                for (int i = 0; i < vector.length; i++) along += vector[i] * direction.get(i);
                for (int i = 0; i < vector.length; i++) vector[i] -= (float) (along * direction.get(i));
            }
        }

        /** Directions of length 1 at right angles that span the same (Gram and Schmidt). */
        private static List<List<Float>> orthonormal(List<List<Float>> directions) {
            var basis = new ArrayList<List<Float>>();
            for (List<Float> direction : directions) {
                var rest = new double[direction.size()];
                for (int i = 0; i < rest.length; i++) rest[i] = direction.get(i);
                double before = length(rest);
                for (List<Float> known : basis) {
                    double along = 0;
                    for (int i = 0; i < rest.length; i++) along += rest[i] * known.get(i);
                    for (int i = 0; i < rest.length; i++) rest[i] -= along * known.get(i);
                }
                double after = length(rest);
                if (after <= 1e-6 * before) continue;
                var unit = new ArrayList<Float>();
                for (double value : rest) unit.add((float) (value / after));
                basis.add(List.copyOf(unit));
            }
            return List.copyOf(basis);
        }

        private static double length(double[] vector) {
            double squares = 0;
            for (double value : vector) squares += value * value;
            return Math.sqrt(squares);
        }
    }

    private static void check(int length, float[] vector) {
        if (length != vector.length) {
            throw new IllegalArgumentException(
                    "A direction of " + length + " numbers does not fit vectors of " + vector.length);
        }
    }

    /** The change as a hook that a request takes. */
    default CodeHook hook() {
        return new CodeHook(NameFilter.of(target().hook()), (_, value) -> Changing.of(this, value));
    }
}
