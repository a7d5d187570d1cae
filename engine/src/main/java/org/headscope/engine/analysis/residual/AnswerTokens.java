package org.headscope.engine.analysis.residual;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.headscope.engine.experiment.Answers;

/**
 * The tokens whose logits are attributed: one for all, one for each batch row, or one for each batch row and position; alone,
 * or against others.
 *
 * @param correct [batch or 1][chosen pos or 1]
 * @param incorrect of the same shape, subtracted; null for none
 */
public record AnswerTokens(List<List<Integer>> correct, List<List<Integer>> incorrect) {
    public AnswerTokens {
        correct = correct.stream().map(List::copyOf).toList();
        incorrect =
                incorrect == null ? null : incorrect.stream().map(List::copyOf).toList();
        if (incorrect != null && !sizes(correct).equals(sizes(incorrect))) {
            throw new IllegalArgumentException("There must be as many incorrect as correct tokens");
        }
    }

    private static List<Integer> sizes(List<List<Integer>> tokens) {
        return tokens.stream().map(List::size).toList();
    }

    /** The same token everywhere. */
    public static AnswerTokens of(int token) {
        return perRow(token);
    }

    /** The right answer of an experiment, against the wrong one where there is one; nothing without a right one. */
    public static Optional<AnswerTokens> of(Answers answers) {
        Optional<AnswerTokens> wrong = answers.wrong().map(answer -> of(answer.id()));
        return answers.right()
                .map(answer -> of(answer.id()))
                .map(right -> wrong.map(right::against).orElse(right));
    }

    /** A token for each batch row. */
    public static AnswerTokens perRow(int... tokens) {
        return new AnswerTokens(Arrays.stream(tokens).mapToObj(List::of).toList(), null);
    }

    /** A token for each batch row and position. */
    public static AnswerTokens perPosition(int[]... tokens) {
        return new AnswerTokens(
                Arrays.stream(tokens)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                null);
    }

    /** The difference of these tokens' logits and others'. */
    public AnswerTokens against(AnswerTokens others) {
        return new AnswerTokens(correct, others.correct);
    }

    int correctAt(int batch, int position) {
        return at(correct, batch, position);
    }

    OptionalInt incorrectAt(int batch, int position) {
        return incorrect == null ? OptionalInt.empty() : OptionalInt.of(at(incorrect, batch, position));
    }

    private static int at(List<List<Integer>> tokens, int batch, int position) {
        List<Integer> row = tokens.size() == 1 ? tokens.getFirst() : tokens.get(batch);
        return row.size() == 1 ? row.getFirst() : row.get(position);
    }
}
