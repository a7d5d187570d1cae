package org.headscope.engine.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.headscope.engine.tensor.Tensor;

/**
 * The value at one hook point over all positions of a prompt. Where a run took its beginning over from an earlier one, the
 * positions come from several arrays, which are shared with that run and joined only when somebody reads them. Attention
 * scores and patterns are laid out [batch, head, pos, key], everything else [batch, pos, ...]; more than one piece occurs
 * only with batch 1.
 */
public final class Rows {
    /** Rows {@code from} to {@code to} of the prompt, which are rows {@code from - origin} on of {@code values}. */
    private record Piece(Tensor values, int origin, int from, int to) {}

    private final boolean attention;
    private final float future;
    private volatile List<Piece> pieces;

    private Rows(boolean attention, float future, List<Piece> pieces) {
        this.attention = attention;
        this.future = future;
        this.pieces = pieces;
    }

    /** The value of a hook point computed for positions {@code from} on. */
    public static Rows of(String name, Tensor values, int from) {
        boolean scores = name.endsWith("hook_attn_scores");
        boolean attention = scores || name.endsWith("hook_pattern");
        int rows = values.size(attention ? 2 : 1);
        return new Rows(
                attention, scores ? Float.NEGATIVE_INFINITY : 0, List.of(new Piece(values, from, from, from + rows)));
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
        return new Rows(attention, future, List.copyOf(kept));
    }

    /** These positions followed by those of {@code rest}, which starts where these end. */
    public Rows then(Rows rest) {
        var joined = new ArrayList<>(pieces);
        joined.addAll(rest.pieces);
        return new Rows(attention, future, List.copyOf(joined));
    }

    /** The whole value, joined. */
    public Tensor tensor() {
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

    private static Tensor joinRows(List<Piece> pieces) {
        int[] shape = pieces.getFirst().values.shape();
        int width = pieces.getFirst().values.size() / shape[1];
        shape[1] = pieces.getLast().to;
        var data = new float[shape[1] * width];
        for (Piece piece : pieces) {
            FloatBuffer stored = piece.values.buffer();
            stored.get((piece.from - piece.origin) * width, data, piece.from * width, (piece.to - piece.from) * width);
        }
        return Tensor.of(data, shape);
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
