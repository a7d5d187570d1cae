package org.headscope.app.attribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.headscope.app.heatmap.Cell;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.HeadReading;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.analysis.residual.ReadingSplit;
import org.headscope.engine.analysis.residual.Share;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * The logits, or what a head reads, told apart in every way the pane shows.
 *
 * @param neurons what each neuron gives, [layer][neuron]; empty behind a step of a trace
 * @param constant what the reader adds by itself
 * @param accumulated the whole as far as it is written at each place of the stream
 * @param sources what each head brings from each position
 * @param cells the cell of its pattern, query and key, through which each head brings most
 */
record Split(
        double total,
        List<Share> layers,
        List<Share> heads,
        List<float[]> neurons,
        double constant,
        SequencedMap<String, Double> accumulated,
        Map<Site, float[]> sources,
        Map<Site, Cell> cells) {
    static Split of(Sheet sheet, List<TraceStep> trail, Progress progress) {
        ActivationCache cache = sheet.cache();
        Reading reading = sheet.logits();
        for (TraceStep step : trail) reading = step.read(cache, reading);
        var split = new ReadingSplit(cache, reading);
        List<Share> heads = split.heads();
        var sources = new HashMap<Site, float[]>();
        var cells = new HashMap<Site, Cell>();
        int done = 0;
        for (Share share : heads) {
            progress.at(done++, heads.size());
            if (share.kind() != Kind.HEAD) continue;
            Site head = share.site();
            Tensor byQuery = new HeadReading(head.layer(), head.head()).sources(cache, reading);
            int[] queries = reading.slice().in(byQuery.size(1));
            sources.put(head, byKey(byQuery));
            cells.put(head, strongest(byQuery, queries));
        }
        return new Split(
                split.total(),
                split.layers(),
                heads,
                trail.isEmpty() ? split.neurons() : List.of(),
                split.constant(),
                split.accumulated(),
                sources,
                cells);
    }

    private static float[] byKey(Tensor byQuery) {
        var sums = new float[byQuery.size(1)];
        for (int i = 0; i < byQuery.size(); i++) sums[i % sums.length] += byQuery.flat(i);
        return sums;
    }

    private static Cell strongest(Tensor byQuery, int[] queries) {
        int best = 0;
        for (int i = 1; i < byQuery.size(); i++) {
            if (Math.abs(byQuery.flat(i)) > Math.abs(byQuery.flat(best))) best = i;
        }
        return new Cell(queries[best / byQuery.size(1)], best % byQuery.size(1));
    }

    /** The share of a part in one of the two lists; null if it has none, as one that comes after the reader. */
    static Share find(List<Share> shares, Kind kind, Site site) {
        return shares.stream()
                .filter(share -> share.kind() == kind && Objects.equals(site, share.site()))
                .findFirst()
                .orElse(null);
    }

    /** The share of a head, attention layer, MLP or embedding; null if it has none. */
    Share find(Site site) {
        return Stream.concat(heads.stream(), layers.stream())
                .filter(share -> site.equals(share.site()))
                .findFirst()
                .orElse(null);
    }
}
