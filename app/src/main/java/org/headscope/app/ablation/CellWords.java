package org.headscope.app.ablation;

import java.util.List;
import java.util.stream.Collectors;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Site;

/**
 * What is said about a part under the pointer: the number of its cell, and what it is measured against.
 *
 * @param row how much it helps the answer, as far as that is known
 * @param path which ways of the help are shown
 * @param run the run that is shown, with whose interventions the part is switched off or on again
 * @param metric what is measured of that run
 */
record CellWords(PartRow row, Path path, Run run, Metric metric, Shown shown) {
    private static final int MOST_NAMED = 3;

    private Site part() {
        return row.part();
    }

    private double help() {
        return row.of(path);
    }

    String say() {
        double help = help();
        if (Double.isNaN(help)) return title() + "\n" + Text.of("ablation.tip.unknown");
        String number = title() + "   " + MetricText.change(help) + ways();
        if (!Double.isNaN(row.spread())) {
            return number + "\n" + Text.of("ablation.tip.spread", MetricText.value(row.spread()));
        }
        return shown == Shown.DIFFERENCE
                ? number + "\n" + Text.of("ablation.tip.moved", MetricText.change(help))
                : number + (path == Path.TOTAL ? "\n" + numbers() : "") + "\n" + verdict() + others();
    }

    /** Which part of the help it is, and whether it is only estimated. */
    private String ways() {
        String way =
                path == Path.TOTAL ? "" : " " + Text.of("ablation.tip.path." + path, MetricText.change(row.total()));
        return row.isEstimated(path) ? way + " " + Text.of("ablation.tip.estimated") : way;
    }

    private boolean off() {
        return run.experiment().changes(part());
    }

    private String title() {
        Experiment asked = run.experiment();
        if (off()) return Text.of(asked.ablates(part()) ? "ablation.tip.off" : "ablation.tip.changed", part().label());
        return asked.reaches(part())
                ? Text.of(
                        "ablation.tip.offWithLayer",
                        part().label(),
                        Site.attention(part().layer()).label())
                : Text.of("ablation.tip.on", part().label());
    }

    private String numbers() {
        double here = metric.value();
        double there = here + (off() ? 1 : -1) * MetricText.gain(metric.kind(), help());
        return Text.of(
                run.experiment().ablates(part())
                        ? "ablation.tip.onAgain"
                        : off() ? "ablation.tip.unchanged" : "ablation.tip.without",
                MetricText.name(metric.kind()),
                MetricText.value(here),
                MetricText.value(there));
    }

    private String verdict() {
        double help = help();
        boolean answer = metric.kind() != Metric.Kind.LOSS;
        if (Math.abs(help) < 0.005) return Text.of("ablation.tip.nothing");
        if (help > 0) return Text.of(answer ? "ablation.tip.helps" : "ablation.tip.helpsLoss");
        return Text.of(answer ? "ablation.tip.hurts" : "ablation.tip.hurtsLoss");
    }

    /** The other parts that are off both with this one and without it; nothing if there are none. */
    private String others() {
        List<String> names = run.experiment().active().stream()
                .map(Intervention::site)
                .filter(site -> !site.isSamePart(part()))
                .map(Site::label)
                .distinct()
                .toList();
        if (names.isEmpty()) return "";
        String list = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        if (names.size() > MOST_NAMED) list = Text.of("ablation.andMore", list, names.size() - MOST_NAMED);
        return "\n" + Text.of("ablation.tip.others", list);
    }
}
