package org.headscope.app.inspector;

import org.headscope.app.session.MetricText;
import org.headscope.app.session.PartText;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Metric;

/** A suggestion that follows from the numbers of a part. */
final class TryNext {
    /** An effect below this share of the metric, and below a tenth, is called small. */
    private static final double SMALL_SHARE = 0.02;

    private static final double SMALL = 0.1;

    private TryNext() {}

    /**
     * What to try, or an empty text.
     *
     * @param off whether the part is switched off in the run that was measured
     * @param difference whether the difference is shown already
     */
    static String words(PartFacts facts, boolean off, boolean difference) {
        Metric metric = facts.run().metric();
        if (Double.isNaN(facts.effect())) return "";
        String part = PartText.of(facts.part());
        String name = MetricText.name(metric.kind());
        String size = MetricText.value(Math.abs(facts.effect()));
        if (Math.abs(facts.effect()) < Math.max(SMALL, SMALL_SHARE * Math.abs(metric.value()))) {
            return Text.of("inspector.try.small", part, name, size);
        }
        boolean helps = MetricText.gain(metric.kind(), facts.effect()) < 0;
        String verdict = Text.of(verdict(metric.kind(), helps));
        String key = off
                ? facts.effect() > 0 ? "inspector.try.raised" : "inspector.try.lowered"
                : facts.effect() > 0 ? "inspector.try.raises" : "inspector.try.lowers";
        String next =
                off && difference ? "inspector.try.moved" : off ? "inspector.try.showMoved" : "inspector.try.press";
        return Text.of(key, part, name, size, verdict) + " " + Text.of(next);
    }

    private static String verdict(Metric.Kind kind, boolean helps) {
        if (kind == Metric.Kind.LOSS) return helps ? "inspector.try.helpsLoss" : "inspector.try.hurtsLoss";
        return helps ? "inspector.try.helps" : "inspector.try.hurts";
    }
}
