package org.headscope.engine.token;

import java.util.ArrayList;
import java.util.List;

/**
 * Two prompts laid side by side. Where they are equally long, each position stands beside its own; else as many equal tokens
 * as possible stand beside each other (a longest common subsequence), and gaps fill the rest.
 *
 * @param pairs from the first position to the last
 */
public record Alignment(Tokens left, Tokens right, List<Pair> pairs) {
    /** A larger table of lengths than this is not filled: all that differs is then one stretch. */
    private static final long MOST_CELLS = 4_000_000;

    /** A position on each side, or -1 for a gap. */
    public record Pair(int left, int right) {
        public boolean isGap() {
            return left < 0 || right < 0;
        }
    }

    public Alignment {
        pairs = List.copyOf(pairs);
    }

    public static Alignment of(Tokens left, Tokens right) {
        return new Alignment(
                left, right, left.size() == right.size() ? straight(left.size()) : new Builder(left, right).build());
    }

    private static List<Pair> straight(int length) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < length; i++) pairs.add(new Pair(i, i));
        return pairs;
    }

    /** Whether the two tokens of a pair differ, or one is missing. */
    public boolean differs(Pair pair) {
        return pair.isGap()
                || left.get(pair.left()).id() != right.get(pair.right()).id();
    }

    /** How many pairs differ. */
    public int differences() {
        return (int) pairs.stream().filter(this::differs).count();
    }

    public boolean isEven() {
        return left.size() == right.size();
    }

    /** The ids of the right prompt made as long as the left one: what is too much is left out, what is missing is the left's. */
    public int[] fitted() {
        return pairs.stream()
                .filter(pair -> pair.left() >= 0)
                .mapToInt(pair -> pair.right() >= 0
                        ? right.get(pair.right()).id()
                        : left.get(pair.left()).id())
                .toArray();
    }

    /** Builds the pairs of prompts of unequal length. */
    private static final class Builder {
        private final int[] a;
        private final int[] b;
        private final List<Pair> pairs = new ArrayList<>();

        Builder(Tokens left, Tokens right) {
            a = left.ids();
            b = right.ids();
        }

        List<Pair> build() {
            int most = Math.min(a.length, b.length);
            int start = 0;
            while (start < most && a[start] == b[start]) start++;
            int end = 0;
            while (end < most - start && a[a.length - 1 - end] == b[b.length - 1 - end]) end++;
            for (int i = 0; i < start; i++) pairs.add(new Pair(i, i));
            middle(start, a.length - end, b.length - end);
            for (int i = end; i > 0; i--) pairs.add(new Pair(a.length - i, b.length - i));
            return pairs;
        }

        private void middle(int start, int endA, int endB) {
            int rows = endA - start;
            int columns = endB - start;
            int i = start;
            int j = start;
            if ((long) rows * columns <= MOST_CELLS) {
                int[][] longest = lengths(start, rows, columns);
                int fromA = i;
                int fromB = j;
                while (i < endA && j < endB) {
                    if (a[i] == b[j]) {
                        stretch(fromA, i, fromB, j);
                        pairs.add(new Pair(i++, j++));
                        fromA = i;
                        fromB = j;
                    } else if (longest[i - start + 1][j - start] >= longest[i - start][j - start + 1]) {
                        i++;
                    } else {
                        j++;
                    }
                }
                i = fromA;
                j = fromB;
            }
            stretch(i, endA, j, endB);
        }

        /** Length of the longest common subsequence behind each pair of places. */
        private int[][] lengths(int start, int rows, int columns) {
            var longest = new int[rows + 1][columns + 1];
            for (int i = rows - 1; i >= 0; i--) {
                for (int j = columns - 1; j >= 0; j--) {
                    longest[i][j] = a[start + i] == b[start + j]
                            ? longest[i + 1][j + 1] + 1
                            : Math.max(longest[i + 1][j], longest[i][j + 1]);
                }
            }
            return longest;
        }

        /** Tokens that have nothing in common: one beside the other as long as there are two. */
        private void stretch(int fromA, int toA, int fromB, int toB) {
            int count = Math.max(toA - fromA, toB - fromB);
            for (int i = 0; i < count; i++) {
                pairs.add(new Pair(fromA + i < toA ? fromA + i : -1, fromB + i < toB ? fromB + i : -1));
            }
        }
    }
}
