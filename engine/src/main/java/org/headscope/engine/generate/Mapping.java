package org.headscope.engine.generate;

import java.nio.file.Path;
import java.util.Set;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorSource;
import org.headscope.engine.io.WeightFiles;
import org.headscope.engine.tensor.Tensor;

/**
 * An affine map of a residual vector: x A + b.
 *
 * @param matrix A [d_in, d_out], or null for the identity
 * @param offset b [d_out], or null for none
 */
public record Mapping(Tensor matrix, Tensor offset) {
    private static final String MATRIX = "matrix";
    private static final String OFFSET = "offset";

    public static final Mapping IDENTITY = new Mapping(null, null);

    public Mapping {
        if (matrix != null && (matrix.rank() != 2 || offset != null && offset.size() != matrix.size(1))) {
            throw new IllegalArgumentException(
                    "A map is a matrix [d_in, d_out] and a vector [d_out], not " + matrix + " and " + offset + ".");
        }
    }

    /**
     * Reads a map from a safetensors or torch file that holds {@code matrix} [d_in, d_out], {@code offset} [d_out] or both.
     *
     * @throws ModelException with one plain sentence if the file cannot be read or is not a map
     */
    public static Mapping read(Path file) throws ModelException {
        TensorSource source = WeightFiles.ofFile(file);
        Set<String> names = Set.copyOf(source.names());
        if (names.isEmpty() || !Set.of(MATRIX, OFFSET).containsAll(names)) {
            throw new ModelException(file
                    + " is not a map of vectors: it should hold \"matrix\", \"offset\" or both, and nothing else.");
        }
        try {
            return new Mapping(
                    names.contains(MATRIX) ? source.read(MATRIX) : null,
                    names.contains(OFFSET) ? source.read(OFFSET) : null);
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + " is not a map of vectors. " + e.getMessage(), e);
        }
    }

    /** The image of a vector [d_in]. */
    Tensor apply(Tensor x) {
        double[] image = multiplied(x);
        if (offset != null && offset.size() != image.length) throw unfit(x);
        var result = new float[image.length];
        for (int i = 0; i < result.length; i++) result[i] = (float) (image[i] + (offset == null ? 0 : offset.flat(i)));
        return Tensor.of(result, result.length);
    }

    private double[] multiplied(Tensor x) {
        var image = new double[matrix == null ? x.size() : matrix.size(1)];
        if (matrix == null) {
            for (int i = 0; i < image.length; i++) image[i] = x.flat(i);
            return image;
        }
        if (matrix.size(0) != x.size()) throw unfit(x);
        for (int in = 0; in < x.size(); in++) {
            for (int out = 0; out < image.length; out++) image[out] += (double) x.flat(in) * matrix.get(in, out);
        }
        return image;
    }

    private IllegalArgumentException unfit(Tensor x) {
        return new IllegalArgumentException("The map does not fit a vector of " + x.size() + " values.");
    }
}
