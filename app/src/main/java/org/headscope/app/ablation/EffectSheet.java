package org.headscope.app.ablation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.headscope.app.session.MetricText;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.hook.Site;

/** What is known of all parts at one moment: of one run, of how another one differs from it, or over the prompts of a set. */
record EffectSheet(Map<Site, PartRow> rows) {
    static final EffectSheet EMPTY = new EffectSheet(Map.of());

    /**
     * One prompt.
     *
     * @param before what is subtracted; null for nothing
     */
    record Term(Measured after, Measured before) {
        /** Whether there is nothing to be known, now or later. */
        boolean isRefused() {
            return after.isRefused() || before != null && before.isRefused();
        }

        double of(ToDoubleFunction<Measured> effect) {
            double now = effect.applyAsDouble(after);
            return before == null ? now : now - effect.applyAsDouble(before);
        }
    }

    /**
     * Means over the terms, those that are refused left out.
     *
     * @param kind what is measured
     * @param path whose spread is worked out
     */
    static EffectSheet of(List<Term> asked, Metric.Kind kind, Path path) {
        List<Term> terms = asked.stream().filter(term -> !term.isRefused()).toList();
        var rows = new LinkedHashMap<Site, PartRow>();
        if (terms.isEmpty()) return EMPTY;
        for (Site part : terms.getFirst().after().parts()) {
            var each = new ArrayList<PartRow>();
            for (Term term : terms) each.add(row(term, part, kind));
            rows.put(part, mean(part, each, path));
        }
        return new EffectSheet(rows);
    }

    private static PartRow row(Term term, Site part, Metric.Kind kind) {
        // What the metric gains from a part is the opposite of the effect of switching it off.
        ToDoubleFunction<ToDoubleFunction<Measured>> help = effect -> MetricText.gain(kind, -term.of(effect));
        return new PartRow(
                part,
                help.applyAsDouble(measured -> measured.estimate(part)),
                help.applyAsDouble(measured -> measured.exact(part)),
                help.applyAsDouble(measured -> measured.direct(part)),
                Double.NaN);
    }

    private static PartRow mean(Site part, List<PartRow> rows, Path path) {
        if (rows.size() == 1) return rows.getFirst();
        return new PartRow(
                part,
                mean(rows, PartRow::estimate),
                mean(rows, PartRow::exact),
                mean(rows, PartRow::direct),
                deviation(rows, path));
    }

    private static double mean(List<PartRow> rows, ToDoubleFunction<PartRow> value) {
        return rows.stream().mapToDouble(value).sum() / rows.size();
    }

    /** The standard deviation of a sample. */
    private static double deviation(List<PartRow> rows, Path path) {
        boolean measured = rows.stream().noneMatch(row -> Double.isNaN(row.exact()));
        // Estimated and measured numbers together would have a spread of neither.
        ToDoubleFunction<PartRow> value = measured || path == Path.DIRECT
                ? row -> row.of(path)
                : row -> new PartRow(row.part(), row.estimate(), Double.NaN, row.direct(), Double.NaN).of(path);
        double mean = mean(rows, value);
        double squares = rows.stream()
                .mapToDouble(value)
                .map(one -> (one - mean) * (one - mean))
                .sum();
        return Math.sqrt(squares / (rows.size() - 1));
    }

    /** A part of which nothing is known has a row all the same. */
    PartRow of(Site part) {
        return rows.getOrDefault(part, new PartRow(part, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
    }
}
