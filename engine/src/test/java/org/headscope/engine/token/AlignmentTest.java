package org.headscope.engine.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.headscope.engine.token.Alignment.Pair;
import org.junit.jupiter.api.Test;

class AlignmentTest {
    private static final Tokenizer IDS = Tokenizer.takingIds(50, OptionalInt.empty());

    private static Tokens tokens(int... ids) {
        try {
            return IDS.ofIds(ids);
        } catch (PromptException e) {
            throw new AssertionError(e);
        }
    }

    private static Tokens tokens(List<Integer> ids) {
        return tokens(ids.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void equallyLongPromptsStandPositionByPosition() {
        Alignment alignment = Alignment.of(tokens(1, 2, 3), tokens(2, 3, 3));
        assertTrue(alignment.isEven());
        assertEquals(List.of(new Pair(0, 0), new Pair(1, 1), new Pair(2, 2)), alignment.pairs());
        assertEquals(2, alignment.differences());
    }

    @Test
    void aLongerNameLeavesAGap() {
        Alignment alignment = Alignment.of(tokens(1, 2, 3, 4), tokens(1, 7, 8, 3, 4));
        assertEquals(
                List.of(new Pair(0, 0), new Pair(1, 1), new Pair(-1, 2), new Pair(2, 3), new Pair(3, 4)),
                alignment.pairs());
        assertFalse(alignment.isEven());
        assertArrayEquals(new int[] {1, 7, 3, 4}, alignment.fitted());
    }

    @Test
    void whatIsMissingIsTakenFromTheLeft() {
        assertArrayEquals(
                new int[] {1, 2, 3, 4, 5},
                Alignment.of(tokens(1, 2, 3, 4, 5), tokens(1, 2, 4, 5)).fitted());
    }

    @Property
    void everyTokenStandsOnceInOrderAndAsManyAsPossibleTogether(
            @ForAll @Size(min = 1, max = 9) List<@IntRange(max = 3) Integer> left,
            @ForAll @Size(min = 1, max = 9) List<@IntRange(max = 3) Integer> right) {
        Alignment alignment = Alignment.of(tokens(left), tokens(right));
        assertArrayEquals(
                IntStream.range(0, left.size()).toArray(),
                alignment.pairs().stream()
                        .mapToInt(Pair::left)
                        .filter(i -> i >= 0)
                        .toArray());
        assertArrayEquals(
                IntStream.range(0, right.size()).toArray(),
                alignment.pairs().stream()
                        .mapToInt(Pair::right)
                        .filter(i -> i >= 0)
                        .toArray());
        assertEquals(left.size(), alignment.fitted().length);
        if (left.size() != right.size()) {
            long together = alignment.pairs().size() - alignment.differences();
            assertTrue(together >= common(left, right), () -> together + " " + Arrays.toString(alignment.fitted()));
        }
    }

    /** Length of the longest common subsequence, by trying all. */
    private static int common(List<Integer> a, List<Integer> b) {
        if (a.isEmpty() || b.isEmpty()) return 0;
        List<Integer> restA = a.subList(1, a.size());
        List<Integer> restB = b.subList(1, b.size());
        return a.getFirst().equals(b.getFirst())
                ? 1 + common(restA, restB)
                : Math.max(common(restA, b), common(a, restB));
    }
}
