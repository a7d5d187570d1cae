package org.headscope.engine.run;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which places of a batch hold tokens and which only fill a row up (interpretability.md A.7, C.2). Keys at padding are not seen,
 * a query that sees no key has a pattern of zeros, and the tokens of each row count their positions from 0.
 */
public final class PaddingMask {
    /** Where rows are filled up. */
    public enum Side {
        LEFT,
        RIGHT
    }

    private final boolean[][] real;

    private PaddingMask(boolean[][] real) {
        this.real = real;
    }

    /** 1 for tokens, 0 for padding, [batch][pos]. */
    public static PaddingMask of(int[]... mask) {
        var real = new boolean[mask.length][];
        for (int row = 0; row < mask.length; row++) {
            real[row] = new boolean[mask[row].length];
            for (int place = 0; place < real[row].length; place++) real[row][place] = mask[row][place] != 0;
        }
        return new PaddingMask(real);
    }

    /** For rows of these lengths filled up to the longest. */
    public static PaddingMask ofLengths(Side side, int... lengths) {
        return of(side, Arrays.stream(lengths).max().orElse(0), lengths);
    }

    private static PaddingMask of(Side side, int width, int[] lengths) {
        var real = new boolean[lengths.length][width];
        for (int row = 0; row < lengths.length; row++) {
            int from = side == Side.LEFT ? width - lengths[row] : 0;
            Arrays.fill(real[row], from, from + lengths[row], true);
        }
        return new PaddingMask(real);
    }

    /**
     * Finds the padding of rows: the pad tokens in front, or at the end. A pad token between others is a token.
     *
     * @param tokens [batch][pos], rows of one length
     * @param bosId the token put in front of every prompt, if one was: where it is the pad token too and rows are filled up on
     *     the left, the last of the leading ones is BOS
     */
    public static PaddingMask find(int[][] tokens, int padId, Side side, OptionalInt bosId) {
        boolean keepOne = side == Side.LEFT && bosId.isPresent() && bosId.getAsInt() == padId;
        int[] lengths = Arrays.stream(tokens)
                .mapToInt(row -> {
                    int padding = padding(row, padId, side);
                    return row.length - (keepOne ? Math.max(0, padding - 1) : padding);
                })
                .toArray();
        return of(side, tokens.length == 0 ? 0 : tokens[0].length, lengths);
    }

    private static int padding(int[] row, int padId, Side side) {
        int count = 0;
        while (count < row.length && row[side == Side.LEFT ? count : row.length - 1 - count] == padId) count++;
        return count;
    }

    /** Whether there is a token in this place. */
    public boolean isToken(int row, int place) {
        return real[row][place];
    }

    /** Whether every place holds a token. */
    public boolean isFull() {
        return Arrays.stream(real).allMatch(row -> count(row) == row.length);
    }

    /** Whether a batch has this shape. */
    boolean fits(int[][] tokens) {
        return real.length == tokens.length
                && IntStream.range(0, real.length).allMatch(row -> real[row].length == tokens[row].length);
    }

    /** Number of prompts. */
    public int rows() {
        return real.length;
    }

    /** Number of places in each row. */
    public int width() {
        return real.length == 0 ? 0 : real[0].length;
    }

    /** Number of tokens in a row. */
    public int tokens(int row) {
        return count(real[row]);
    }

    /** The places of a row that hold tokens, ascending. */
    public int[] places(int row) {
        return IntStream.range(0, real[row].length)
                .filter(place -> real[row][place])
                .toArray();
    }

    /** The position of each place among the tokens of its row, [batch][pos]; padding in front has 0. */
    public int[][] positions() {
        var positions = new int[real.length][];
        for (int row = 0; row < real.length; row++) {
            positions[row] = new int[real[row].length];
            int seen = 0;
            for (int place = 0; place < real[row].length; place++) {
                if (real[row][place]) seen++;
                positions[row][place] = Math.max(0, seen - 1);
            }
        }
        return positions;
    }

    private static int count(boolean[] row) {
        int count = 0;
        for (boolean token : row) if (token) count++;
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PaddingMask mask && Arrays.deepEquals(real, mask.real);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(real);
    }
}
