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
 * @param help how much it helps the answer; NaN if that is not known
 * @param run the run that is shown, with whose interventions the part is switched off or on again
 */
record CellWords(Site part, double help, Run run, Shown shown) {
    private static final int MOST_NAMED = 3;

    String say() {
        if (Double.isNaN(help)) return title() + "\n" + Text.of("ablation.tip.unknown");
        String number = title() + "   " + MetricText.change(help);
        return shown == Shown.DIFFERENCE
                ? number + "\n" + Text.of("ablation.tip.moved", MetricText.change(help))
                : number + "\n" + numbers() + "\n" + verdict() + others();
    }

    private boolean off() {
        return run.experiment().changes(part);
    }

    private String title() {
        Experiment asked = run.experiment();
        if (off()) return Text.of(asked.ablates(part) ? "ablation.tip.off" : "ablation.tip.changed", part.label());
        return asked.reaches(part)
                ? Text.of(
                        "ablation.tip.offWithLayer",
                        part.label(),
                        Site.attention(part.layer()).label())
                : Text.of("ablation.tip.on", part.label());
    }

    private String numbers() {
        Metric metric = run.metric();
        double here = metric.value();
        double there = here + (off() ? 1 : -1) * MetricText.gain(metric.kind(), help);
        return Text.of(
                run.experiment().ablates(part)
                        ? "ablation.tip.onAgain"
                        : off() ? "ablation.tip.unchanged" : "ablation.tip.without",
                MetricText.name(metric.kind()),
                MetricText.value(here),
                MetricText.value(there));
    }

    private String verdict() {
        boolean answer = run.metric().kind() != Metric.Kind.LOSS;
        if (Math.abs(help) < 0.005) return Text.of("ablation.tip.nothing");
        if (help > 0) return Text.of(answer ? "ablation.tip.helps" : "ablation.tip.helpsLoss");
        return Text.of(answer ? "ablation.tip.hurts" : "ablation.tip.hurtsLoss");
    }

    /** The other parts that are off both with this one and without it; nothing if there are none. */
    private String others() {
        List<String> names = run.experiment().active().stream()
                .map(Intervention::site)
                .filter(site -> !site.isSamePart(part))
                .map(Site::label)
                .distinct()
                .toList();
        if (names.isEmpty()) return "";
        String list = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        if (names.size() > MOST_NAMED) list = Text.of("ablation.andMore", list, names.size() - MOST_NAMED);
        return "\n" + Text.of("ablation.tip.others", list);
    }
}
