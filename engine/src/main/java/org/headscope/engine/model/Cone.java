package org.headscope.engine.model;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What changes of one layer reach, and somebody reads: all that a run with them must compute. Attention looks back only, so
 * positions in front of a change stay as they were in all layers; and a value that is read at some positions only needs no
 * more of the last layer.
 *
 * @param batch how many prompts the run has
 * @param length of each
 * @param read the first position whose logits are read
 * @param layer that is changed; n_layers for changes behind the blocks
 * @param entry where in that layer
 * @param inPlace whether attention of that layer does not spread the change
 * @param segments the copies that are changed
 */
record Cone(
        ModelConfig config,
        int batch,
        int length,
        int read,
        int layer,
        Entry entry,
        boolean inPlace,
        List<Segment> segments) {
    Cone {
        segments = List.copyOf(segments);
    }

    /** The same with other copies. */
    Cone of(List<Segment> others) {
        return new Cone(config, batch, length, read, layer, entry, inPlace, others);
    }

    Entry entry(int of) {
        return of == layer ? entry : Entry.INPUT;
    }

    /** The positions at which the input of a layer differs, or what its first half is given. */
    Layout in(int of) {
        return Layout.of(segments, segment -> in(of, segment));
    }

    /** The positions that are computed behind the attention of a layer. */
    Layout out(int of) {
        return Layout.of(segments, segment -> out(of, segment));
    }

    Span in(int of, Segment segment) {
        return of == layer ? segment.changed() : out(of - 1, segment);
    }

    Span out(int of, Segment segment) {
        boolean narrow = of == layer && (inPlace || entry.compareTo(Entry.PROJECTIONS) > 0);
        Span wide = narrow ? segment.changed() : new Span(segment.changed().from(), length);
        return of >= config.nLayers() - 1 ? wide.since(read) : wide;
    }

    /** The positions whose logits are computed. */
    Layout last() {
        return out(Math.max(layer, config.nLayers() - 1));
    }

    /** Whether any of what is read can differ. */
    boolean reaches(Segment segment) {
        return !segment.changed().isEmpty()
                && !out(Math.max(layer, config.nLayers() - 1), segment).isEmpty();
    }

    /**
     * For each copy and each of some positions, the row of a table: the positions of all prompts of the run, and behind them those
     * computed.
     *
     * @param have the positions of these copies that were computed
     */
    LongStream rows(Layout.Part have, Span wanted) {
        Span span = have.span();
        long computed = (long) batch * length + have.offset();
        long unchanged = (long) have.segment().row() * length;
        return LongStream.range(0, (long) have.segment().copies() * wanted.size())
                .map(i -> {
                    long copy = i / wanted.size();
                    long position = wanted.from() + i % wanted.size();
                    boolean isComputed = position >= span.from() && position < span.to();
                    return isComputed ? computed + copy * span.size() + position - span.from() : unchanged + position;
                });
    }

    /** Native memory that one copy of a segment takes while a layer is computed, about. */
    long bytes(Segment segment) {
        AttentionConfig attention = config.attention();
        long heads = (long) attention.nHeads() * attention.dHead();
        long rows = layer == config.nLayers() ? 0 : length - segment.changed().from();
        long perRow = 14L * config.dModel() + 5 * heads + 7L * config.dMlp() + 3L * attention.nHeads() * length;
        long whole = 2L * length * attention.nKeyValueHeads() * attention.dHead();
        long logits = 2L * (length - Math.max(read, segment.changed().from())) * config.dVocab();
        return Float.BYTES * Math.max(rows * perRow + whole, logits);
    }
}
