package org.headscope.app.attribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.session.PartText;
import org.headscope.app.session.TokenText;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.residual.Share;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.token.Tokens;

/**
 * What the pane shows: what is read in one run told apart, or the change of that from one run to another.
 *
 * @param before the run to subtract, null for none
 * @param beside the other run, to stand beside this one on its scale; null for none
 * @param trail the steps that lead from the logits to what is read
 */
record AttributionTable(
        Sheet sheet, Split now, Sheet sheetBefore, Split before, AttributionTable beside, List<TraceStep> trail) {
    /** How many neurons are listed. */
    static final int NEURONS = 40;

    /** A difference that shows in no number. */
    private static final double SMALL = 1e-3;

    AttributionTable {
        trail = List.copyOf(trail);
    }

    Subject subject() {
        return sheet.subject();
    }

    Tokens tokens() {
        return subject().run().tokens();
    }

    private ModelConfig config() {
        return subject().model().config();
    }

    /** The last step, or null where the logits themselves are split. */
    TraceStep step() {
        return trail.isEmpty() ? null : trail.getLast();
    }

    /** Whether the numbers are parts of an attention score rather than of logits. */
    boolean ofScore() {
        return trail.stream().anyMatch(step -> step.input() != TraceStep.Input.VALUE);
    }

    /** What all parts sum to. */
    double total() {
        return before == null ? now.total() : now.total() - before.total();
    }

    /** What a part gives; NaN if it has no share, as one that comes after the reader. */
    double of(Site site) {
        if (site.isNeuron()) return ofNeuron(site);
        Share share = now.find(site);
        if (share == null) return Double.NaN;
        return before == null
                ? share.value()
                : share.value() - before.find(site).value();
    }

    /** What a part's bar is marked with: what it gives in the run beside this one, else its estimate; NaN where there is none. */
    double mark(Site site) {
        if (site == null) return Double.NaN;
        return beside == null ? estimate(site) : beside.of(site);
    }

    private double ofNeuron(Site neuron) {
        if (now.neurons().isEmpty()) return Double.NaN;
        double value = now.neurons().get(neuron.layer())[neuron.unit()];
        return before == null ? value : value - before.neurons().get(neuron.layer())[neuron.unit()];
    }

    /** Activation times gradient of a part; NaN where there is none. */
    double estimate(Site site) {
        Double value = trail.isEmpty() && site != null ? sheet.estimates().get(site) : null;
        if (value == null) return Double.NaN;
        return before == null ? value : value - sheetBefore.estimates().get(site);
    }

    /** The cell of its pattern through which a head brings most; null for a head without a share. */
    Cell cell(Site head) {
        return now.cells().get(head);
    }

    /**
     * The bars, which sum to {@link #sum}.
     *
     * @param head the head whose sources are shown
     */
    List<Row> rows(SplitBy by, boolean bySize, Site head) {
        return switch (by) {
            case LAYERS -> rows(now.layers(), before == null ? null : before.layers(), bySize);
            case HEADS -> rows(now.heads(), before == null ? null : before.heads(), bySize);
            case NEURONS -> neurons();
            case SOURCES -> sources(head);
        };
    }

    /** What the bars sum to. */
    double sum(SplitBy by, Site head) {
        return by == SplitBy.SOURCES ? of(head) : total();
    }

    private List<Row> rows(List<Share> shares, List<Share> old, boolean bySize) {
        var rows = new ArrayList<Row>();
        var last = new ArrayList<Row>();
        for (Share share : shares) {
            Share other = old == null ? null : Split.find(old, share.kind(), share.site());
            double value = share.value() - (other == null ? 0 : other.value());
            var row =
                    new Row(ShareText.of(share, step()), value, mark(share.site()), share.site(), share.position(), -1);
            (share.site() == null ? last : rows).add(row);
        }
        if (old != null && Split.find(shares, Kind.REST, null) == null) {
            // What interventions of the run before left over is gone in this one.
            Share gone = Split.find(old, Kind.REST, null);
            if (gone != null) last.addFirst(Row.rest(ShareText.of(gone, step()), -gone.value(), gone.position()));
        }
        if (bySize) rows.sort(bySize());
        rows.addAll(last);
        return rows;
    }

    /** By the larger of two runs beside each other, so that what is gone in one is in sight. */
    private Comparator<Row> bySize() {
        return Comparator.comparingDouble(row -> beside == null || Double.isNaN(row.mark())
                ? -Math.abs(row.value())
                : -Math.max(Math.abs(row.value()), Math.abs(row.mark())));
    }

    private List<Row> neurons() {
        var rows = new ArrayList<Row>();
        double all = 0;
        for (int layer = 0; layer < now.neurons().size(); layer++) {
            float[] values = now.neurons().get(layer);
            Site ofLayer = Site.of("post", layer);
            for (int neuron = 0; neuron < values.length; neuron++) {
                double value =
                        values[neuron] - (before == null ? 0 : before.neurons().get(layer)[neuron]);
                all += value;
                rows.add(new Row(
                        "", value, Double.NaN, ofLayer.unit(neuron), subject().position(), -1));
            }
        }
        rows.sort(bySize());
        var named = new ArrayList<Row>();
        double listed = 0;
        for (Row row : rows.subList(0, Math.min(NEURONS, rows.size()))) {
            listed += row.value();
            named.add(new Row(PartText.of(row.site()), row.value(), mark(row.site()), row.site(), row.position(), -1));
        }
        int at = subject().position();
        int others = rows.size() - named.size();
        double constant = now.constant() - (before == null ? 0 : before.constant());
        if (others > 0) named.add(Row.rest(Text.of("attribution.part.others", others), all - listed, at));
        named.add(Row.rest(Text.of("attribution.part.noNeuron"), total() - all - constant, at));
        named.add(Row.rest(ShareText.constant(step()), constant, at));
        return named;
    }

    private List<Row> sources(Site head) {
        var rows = new ArrayList<Row>();
        float[] values = now.sources().get(head);
        if (values == null) return rows;
        double sum = 0;
        for (int key = 0; key < values.length; key++) {
            double value = values[key] - (before == null ? 0 : before.sources().get(head)[key]);
            if (key > lastKey()) break;
            sum += value;
            String label = Text.of("attribution.token", key, TokenText.label(tokens(), key));
            double mark = beside == null ? Double.NaN : beside.now.sources().get(head)[key];
            rows.add(new Row(label, value, mark, null, key, key));
        }
        double rest = of(head) - sum;
        if (Math.abs(rest) > SMALL) rows.add(Row.rest(Text.of("part.REST"), rest, lastKey()));
        return rows;
    }

    /** No position after it is read. */
    private int lastKey() {
        return trail.stream()
                .filter(step -> step.input() != TraceStep.Input.VALUE)
                .map(step -> step.input() == TraceStep.Input.QUERY ? step.query() : step.key())
                .reduce((_, last) -> last)
                .orElse(subject().position());
    }

    /** What each head and, in the last column, each MLP gives, [layer][head or MLP]; NaN for those after the reader. */
    Matrix map() {
        int heads = config().nHeads();
        return Matrix.of(config().nLayers(), columns(config()), (layer, column) ->
                (float) of(column < heads ? Site.head(layer, column) : Site.mlp(layer)));
    }

    static int columns(ModelConfig config) {
        return config.nHeads() + (config.hasMlp() ? 1 : 0);
    }

    /** Whether all numbers are numbers. */
    boolean isFinite() {
        return Double.isFinite(total());
    }
}
