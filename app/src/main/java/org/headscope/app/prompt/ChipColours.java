package org.headscope.app.prompt;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.headscope.app.heatmap.Colouring;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.heatmap.Range;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.tensor.Tensor;

/**
 * The numbers behind the colours of the chips.
 *
 * @param values a number for each position of the run; NaN where there is none
 * @param colouring how they become colours, amounts as a tint whose strength follows the range; null where nothing is
 *     coloured
 * @param question what they answer
 */
record ChipColours(float[] values, Colouring colouring, ChipQuestion question) {
    private static final double MOST_LOSS = 10;
    private static final double MOST_CHANGE = 2.5;

    /** Why no chip has a colour, or that there is no reason. */
    enum Lack {
        NOTHING,
        NO_RUN,
        NO_HEAD,
        NO_POSITION
    }

    static ChipColours of(ChipQuestion question) {
        boolean drawn = question.quantity() != ChipQuantity.NONE && lack(question) == Lack.NOTHING;
        if (!drawn) return new ChipColours(new float[0], null, question);
        float[] values = question.quantity().isAttention() ? attention(question) : losses(question);
        return new ChipColours(values, colouring(question, values), question);
    }

    Lack lack() {
        return lack(question);
    }

    private static Lack lack(ChipQuestion question) {
        if (question.quantity() == ChipQuantity.NONE) return Lack.NOTHING;
        if (question.comparison() == null) return Lack.NO_RUN;
        if (!question.quantity().isAttention()) return Lack.NOTHING;
        if (!question.hasHead()) return Lack.NO_HEAD;
        Integer position = question.position();
        return position == null || position >= length(question) ? Lack.NO_POSITION : Lack.NOTHING;
    }

    private static int length(ChipQuestion question) {
        return question.comparison().after().tokens().size();
    }

    /** The number of a position; NaN beyond the run too. */
    float at(int position) {
        return position < values.length ? values[position] : Float.NaN;
    }

    /** The number that is coloured at a position: a change of loss has its sign turned, because a loss that falls is good. */
    float coloured(int position) {
        boolean loss = question.quantity() == ChipQuantity.LOSS || question.quantity() == ChipQuantity.LOSS_CHANGE;
        return loss && question.isSigned() ? -at(position) : at(position);
    }

    private static float[] losses(ChipQuestion question) {
        var comparison = question.comparison();
        var values = new float[length(question)];
        values[0] = Float.NaN;
        for (int p = 1; p < values.length; p++) {
            values[p] = switch (question.quantity()) {
                case LOSS_CHANGE -> comparison.lossChange(p);
                case LOG_PROBABILITY_CHANGE -> -comparison.lossChange(p);
                default -> {
                    int position = p;
                    yield (float) shown(question, run -> run.lossOf(position));
                }
            };
        }
        return values;
    }

    private static float[] attention(ChipQuestion question) {
        int head = question.part().head();
        int chosen = question.position();
        var values = new float[length(question)];
        Arrays.fill(values, Float.NaN);
        Tensor before = pattern(question.comparison().before(), question);
        Tensor after = pattern(question.comparison().after(), question);
        boolean from = question.quantity() == ChipQuantity.ATTENTION_FROM;
        for (int p = from ? 0 : chosen; p < (from ? chosen + 1 : values.length); p++) {
            int query = from ? chosen : p;
            int key = from ? p : chosen;
            values[p] = switch (question.shown()) {
                case BEFORE -> before.get(head, query, key);
                case AFTER, BOTH -> after.get(head, query, key);
                case DIFFERENCE -> after.get(head, query, key) - before.get(head, query, key);
            };
        }
        return values;
    }

    private static Tensor pattern(Run run, ChipQuestion question) {
        return run.pattern(question.part().layer());
    }

    private static double shown(ChipQuestion question, ToDoubleFunction<Run> value) {
        var comparison = question.comparison();
        return switch (question.shown()) {
            case BEFORE -> value.applyAsDouble(comparison.before());
            case AFTER, BOTH -> value.applyAsDouble(comparison.after());
            case DIFFERENCE -> value.applyAsDouble(comparison.after()) - value.applyAsDouble(comparison.before());
        };
    }

    private static Colouring colouring(ChipQuestion question, float[] values) {
        float largest = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) largest = Math.max(largest, Math.abs(value));
        }
        boolean attention = question.quantity().isAttention();
        if (question.isSigned()) {
            double most = attention ? 1 : MOST_CHANGE;
            Range range = question.fit() ? new Range(-largest, largest, false) : Range.fixed(most);
            return new Colouring(Palette.RED_WHITE_BLUE, range);
        }
        Range range = question.fit() ? new Range(0, largest, false) : Range.fixed(0, attention ? 1 : MOST_LOSS);
        return new Colouring(Palette.VIRIDIS, range);
    }

    /** Whether the numbers are those of the run without interventions, with them, or both. */
    Shown shown() {
        return question.isSigned() ? Shown.DIFFERENCE : question.shown();
    }

    /** Two of these are the same only if they are the same object: the numbers are not compared. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
