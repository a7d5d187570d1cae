package org.headscope.app.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.headscope.engine.experiment.Metric;

/**
 * The metric of the prompts of a set that ask for the same kind of answer.
 *
 * @param kind what is measured
 * @param places index in the set of each of them
 * @param before without interventions, one for each of them
 * @param after with interventions; empty where there are none
 * @param unlike how many ask for another kind of answer
 * @param undefined how many have a metric that is not a number
 * @param problems why others could not be measured
 */
record Distribution(
        Metric.Kind kind,
        List<Integer> places,
        double[] before,
        double[] after,
        int unlike,
        int undefined,
        List<String> problems) {

    /**
     * Mean and spread of numbers.
     *
     * @param spread the standard deviation of a sample; NaN for fewer than two
     */
    record Moments(double mean, double spread, long above, int count) {}

    /** Of what is measured so far, for the kind of metric that most prompts have. */
    static Optional<Distribution> of(Survey.State state) {
        List<Measured> measured = state.measured();
        Optional<Metric.Kind> kind = measured.stream()
                .filter(one -> one != null && one.before() != null)
                .collect(Collectors.groupingBy(one -> one.before().kind(), Collectors.counting()))
                .entrySet()
                .stream()
                .max((a, b) -> a.getValue().equals(b.getValue())
                        ? b.getKey().compareTo(a.getKey())
                        : a.getValue().compareTo(b.getValue()))
                .map(entry -> entry.getKey());
        return kind.map(common -> of(state, common));
    }

    private static Distribution of(Survey.State state, Metric.Kind kind) {
        var places = new ArrayList<Integer>();
        var problems = new ArrayList<String>();
        int unlike = 0;
        int undefined = 0;
        List<Measured> measured = state.measured();
        for (int i = 0; i < measured.size(); i++) {
            Measured one = measured.get(i);
            if (one == null) continue;
            if (one.before() == null) problems.add(one.problem());
            else if (one.before().kind() != kind) unlike++;
            else if (!one.isFinite()) undefined++;
            else places.add(i);
        }
        double[] before = places.stream()
                .mapToDouble(i -> measured.get(i).before().value())
                .toArray();
        double[] after = state.key().isClean()
                ? new double[0]
                : places.stream()
                        .mapToDouble(i -> measured.get(i).after().value())
                        .toArray();
        return new Distribution(kind, List.copyOf(places), before, after, unlike, undefined, List.copyOf(problems));
    }

    /** What the interventions change, one for each prompt; empty where there are none. */
    double[] changes() {
        var changes = new double[after.length];
        for (int i = 0; i < changes.length; i++) changes[i] = after[i] - before[i];
        return changes;
    }

    static Moments moments(double[] values) {
        double sum = 0;
        long above = 0;
        for (double value : values) {
            sum += value;
            if (value > 0) above++;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) squares += (value - mean) * (value - mean);
        return new Moments(mean, Math.sqrt(squares / (values.length - 1)), above, values.length);
    }
}
