package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Works the numbers of directions out. */
record Directions(Products products, CleanRuns runs) {
    static Tensor tensor(List<Float> values) {
        var data = new float[values.size()];
        for (int i = 0; i < data.length; i++) data[i] = values.get(i);
        return Tensor.of(data, data.length);
    }

    /** A multiple of a direction, [width]. */
    Tensor times(Direction direction, double amount) throws PromptException {
        Tensor vector = of(direction);
        var scaled = new float[vector.size()];
        for (int i = 0; i < scaled.length; i++) scaled[i] = (float) (amount * vector.flat(i));
        return Tensor.of(scaled, scaled.length);
    }

    private Tensor of(Direction direction) throws PromptException {
        return switch (direction) {
            case Direction.Vector vector -> tensor(vector.values());
            case Direction.Unembedding token -> unembedding(token);
            case Direction.Difference(Direction to, Direction from) -> difference(of(to), of(from));
            case Direction.HeadOutput output -> output(output);
        };
    }

    private Tensor unembedding(Direction.Unembedding token) throws PromptException {
        int vocabulary = products.config().dVocab();
        if (token.token() < 0 || token.token() >= vocabulary) {
            throw new PromptException("There is no direction of \"" + token.text() + "\": token id " + token.token()
                    + " is not in the vocabulary, which has ids from 0 to " + (vocabulary - 1) + ".");
        }
        Factor column = Factor.of("unembed.W_U").transposed().rows(List.of(token.token()));
        return products.of(List.of(column)).at(0);
    }

    private static Tensor difference(Tensor to, Tensor from) {
        if (to.size() != from.size()) {
            throw new IllegalArgumentException(
                    "A direction of " + from.size() + " numbers cannot be taken from one of " + to.size() + ".");
        }
        var difference = new float[to.size()];
        for (int i = 0; i < difference.length; i++) difference[i] = to.flat(i) - from.flat(i);
        return Tensor.of(difference, difference.length);
    }

    private Tensor output(Direction.HeadOutput output) throws PromptException {
        checkHead(output);
        Tensor z = runs.heads(output.layer(), output.prompt(), output.name());
        int length = z.size(0);
        int position = output.position() < 0 ? length + output.position() : output.position();
        if (position < 0 || position >= length) {
            throw new PromptException("There is no position " + output.position() + " in " + output.name()
                    + ", which has " + length + " tokens.");
        }
        Tensor head = z.at(position, output.head()).reshape(1, 1, z.size(2));
        Factor matrix = Factor.output(output.layer(), output.head());
        return products.of(List.of(Factor.of(head), matrix)).at(0, 0);
    }

    private void checkHead(Direction.HeadOutput output) throws PromptException {
        int layers = products.config().nLayers();
        int heads = products.config().nHeads();
        boolean there = output.layer() >= 0 && output.layer() < layers && output.head() >= 0 && output.head() < heads;
        if (there) return;
        throw new PromptException("There is no direction of " + output.describe() + ": this model has " + layers
                + " layers of " + heads + " heads, counted from 0.");
    }

    /** Vectors of length 1 at right angles that span the same, [n, width], by Gram and Schmidt. */
    Tensor basis(List<Direction> directions) throws PromptException {
        var basis = new ArrayList<double[]>();
        for (Direction direction : directions) {
            Tensor vector = of(direction);
            var rest = new double[vector.size()];
            for (int i = 0; i < rest.length; i++) rest[i] = vector.flat(i);
            double before = length(rest);
            for (double[] known : basis) {
                if (known.length != rest.length) throw new IllegalArgumentException("Directions must be equally long.");
                double along = 0;
                for (int i = 0; i < rest.length; i++) along += rest[i] * known[i];
                for (int i = 0; i < rest.length; i++) rest[i] -= along * known[i];
            }
            double after = length(rest);
            if (after <= 1e-6 * before) continue; // it lies within the others
            for (int i = 0; i < rest.length; i++) rest[i] /= after;
            basis.add(rest);
        }
        if (basis.isEmpty())
            throw new IllegalArgumentException("There is no direction to take away: all numbers are 0.");
        int width = basis.getFirst().length;
        var values = new float[basis.size() * width];
        for (int i = 0; i < values.length; i++) values[i] = (float) basis.get(i / width)[i % width];
        return Tensor.of(values, basis.size(), width);
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double value : vector) squares += value * value;
        return Math.sqrt(squares);
    }
}
