package org.headscope.app.ablation;

import org.headscope.app.session.MetricText;
import org.headscope.app.session.Shown;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.hook.Site;

/**
 * What is said about a part under the pointer.
 *
 * @param help how much it helps the answer; NaN if that is not known
 * @param metric of the run that is shown
 * @param off whether the part is switched off in that run
 */
record CellWords(Site part, double help, Metric metric, boolean off, Shown shown) {
    String say() {
        String title = Text.of(off ? "ablation.tip.off" : "ablation.tip.on", part.label());
        if (Double.isNaN(help) || metric == null) return title + "\n" + Text.of("ablation.tip.unknown");
        return title + "\n" + (shown == Shown.DIFFERENCE ? moved() : numbers() + "\n" + verdict());
    }

    private String moved() {
        return Text.of("ablation.tip.moved", MetricText.change(help));
    }

    private String numbers() {
        double here = metric.value();
        double there = here + (off ? 1 : -1) * MetricText.gain(metric.kind(), help);
        return Text.of(
                off ? "ablation.tip.onAgain" : "ablation.tip.without",
                MetricText.name(metric.kind()),
                MetricText.value(here),
                MetricText.value(there),
                MetricText.change(there - here));
    }

    private String verdict() {
        boolean answer = metric.kind() != Metric.Kind.LOSS;
        if (Math.abs(help) < 0.005) return Text.of("ablation.tip.nothing");
        if (help > 0) return Text.of(answer ? "ablation.tip.helps" : "ablation.tip.helpsLoss");
        return Text.of(answer ? "ablation.tip.hurts" : "ablation.tip.hurtsLoss");
    }
}
