package org.headscope.engine.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.tensor.Tensor;

/**
 * The value at one hook point over all positions of a prompt. Where a run took its beginning over from an earlier one, the
 * positions come from several arrays, which are shared with that run and joined only when somebody reads them. Attention
 * scores and patterns are laid out [batch, head, pos, key], in more than one piece with batch 1 only, everything else [batch, pos,
 * ...]. Norms of queries and keys are held [batch, pos, head, ...] and read flattened, [batch * pos * head, ...],
 * which is how TransformerLens has them.
 */
public final class Rows {
    /** Rows {@code from} to {@code to} of the prompt, which are rows {@code from - origin} on of {@code values}. */
    private record Piece(Tensor values, int origin, int from, int to) {
        /** Copies the positions up to {@code end} of one row of the batch. Not for attention scores and patterns. */
        void copyTo(FloatBuffer target, int row, int end) {
            int width = values.size() / values.size(0) / values.size(1);
            int start = row * values.size(1) - origin;
            target.put(values.buffer().position((start + from) * width).limit((start + end) * width));
        }
    }

    /** So many at most, so that a prompt typed token by token does not end in as many pieces. */
    private static final int MOST_PIECES = 8;

    private final boolean attention;
    private final float future;
    private final boolean flattened;
    private volatile List<Piece> pieces;

    private Rows(boolean attention, float future, boolean flattened, List<Piece> pieces) {
        this.attention = attention;
        this.future = future;
        this.flattened = flattened;
        this.pieces = pieces;
    }

    /** The value of a hook point computed for positions {@code from} on. */
    public static Rows of(String name, Tensor values, int from) {
        boolean scores = name.endsWith("hook_attn_scores");
        int axis = HookName.positionAxis(name);
        boolean attention = axis == 2;
        int rows = values.size(axis);
        boolean flattened = HookName.isFlattened(name);
        return new Rows(
                attention,
                scores ? Float.NEGATIVE_INFINITY : 0,
                flattened,
                List.of(new Piece(values, from, from, from + rows)));
    }

    /** A value that holds some positions only, or none as an axis: it is read as it is. */
    public static Rows fixed(Tensor values) {
        return new Rows(false, 0, false, List.of(new Piece(values, 0, 0, values.size(1))));
    }

    void forEachArray(Consumer<Tensor> visitor) {
        for (Piece piece : pieces) visitor.accept(piece.values);
    }

    /** The first {@code count} positions; shares storage. */
    public Rows first(int count) {
        var kept = new ArrayList<Piece>();
        for (Piece piece : pieces) {
            if (piece.from < count) {
                kept.add(new Piece(piece.values, piece.origin, piece.from, Math.min(piece.to, count)));
            }
        }
        return new Rows(attention, future, flattened, List.copyOf(kept));
    }

    /** These positions followed by those of {@code rest}, which starts where these end. */
    public Rows then(Rows rest) {
        if (pieces.size() >= MOST_PIECES) whole();
        var joined = new ArrayList<>(pieces);
        joined.addAll(rest.pieces);
        return new Rows(attention, future, flattened, List.copyOf(joined));
    }

    /** The whole value, joined. */
    public Tensor tensor() {
        Tensor whole = whole();
        if (!flattened || whole.rank() != 4) return whole;
        return whole.reshape(whole.size(0) * whole.size(1) * whole.size(2), whole.size(3));
    }

    private Tensor whole() {
        List<Piece> now = pieces;
        if (now.size() == 1 && isWhole(now.getFirst())) return now.getFirst().values;
        Tensor joined = attention ? joinAttention(now) : joinRows(now);
        pieces = List.of(new Piece(joined, 0, 0, now.getLast().to));
        return joined;
    }

    private boolean isWhole(Piece piece) {
        int rows = piece.values.size(attention ? 2 : 1);
        boolean allKeys = !attention || piece.values.size(3) == piece.to;
        return piece.origin == 0 && piece.from == 0 && piece.to == rows && allKeys;
    }

    private Tensor joinRows(List<Piece> pieces) {
        int[] shape = shape(pieces.getLast().to);
        var data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        copyTo(FloatBuffer.wrap(data), shape[1]);
        return Tensor.of(data, shape);
    }

    /** The shape of the first {@code count} positions, [batch, pos, ...]. Not for attention scores and patterns. */
    public int[] shape(int count) {
        int[] shape = pieces.getFirst().values.shape();
        shape[1] = count;
        return shape;
    }

    /**
     * Copies the first {@code count} positions of every row of the batch without joining them first. Not for attention scores and
     * patterns.
     */
    public void copyTo(FloatBuffer target, int count) {
        for (int row = 0; row < pieces.getFirst().values.size(0); row++) {
            for (Piece piece : pieces) {
                int end = Math.min(piece.to, count);
                if (end > piece.from) piece.copyTo(target, row, end);
            }
        }
    }

    /** The value at one position, [...] without batch and position. Not for attention scores and patterns. */
    public Tensor at(int batch, int position) {
        for (Piece piece : pieces) {
            if (position < piece.to) return piece.values.at(batch, position - piece.origin);
        }
        throw new IndexOutOfBoundsException("Position " + position + " of " + pieces.getLast().to);
    }

    private Tensor joinAttention(List<Piece> pieces) {
        int heads = pieces.getFirst().values.size(1);
        int n = pieces.getLast().to;
        var data = new float[heads * n * n];
        Arrays.fill(data, future);
        for (Piece piece : pieces) {
            FloatBuffer stored = piece.values.buffer();
            int rows = piece.values.size(2);
            int keys = piece.values.size(3);
            for (int head = 0; head < heads; head++) {
                for (int row = piece.from; row < piece.to; row++) {
                    stored.get((head * rows + row - piece.origin) * keys, data, (head * n + row) * n, row + 1);
                }
            }
        }
        return Tensor.of(data, 1, heads, n, n);
    }
}
