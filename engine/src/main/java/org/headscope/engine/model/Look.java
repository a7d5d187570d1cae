package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Copies whose computed positions end together, as attention looks at them at once: each with as many queries as the one with most,
 * the first of which may be nobody's, and with keys and values of the whole prompt. Chosen from a table of the rows of the run that
 * is changed and, behind them, those computed.
 *
 * @param parts the copies, where their computed positions lie
 * @param queries the positions of the queries of each copy
 * @param queryRows which rows of a table they are, [copy * query]
 * @param keyRows the same for all positions of each copy, [copy * pos]
 * @param length of the prompt
 */
record Look(List<Layout.Part> parts, Span queries, NDArray queryRows, NDArray keyRows, int length) {
    /** All copies of a cone, for a layer that reads positions {@code in} and computes {@code out}. */
    static List<Look> of(NDManager manager, Cone cone, Layout in, Layout out) {
        var byEnd = new LinkedHashMap<Integer, List<Integer>>();
        for (int i = 0; i < out.parts().size(); i++) {
            byEnd.computeIfAbsent(out.parts().get(i).span().to(), _ -> new ArrayList<>())
                    .add(i);
        }
        return byEnd.values().stream()
                .map(together -> of(manager, cone, in, out, together))
                .toList();
    }

    private static Look of(NDManager manager, Cone cone, Layout in, Layout out, List<Integer> together) {
        List<Layout.Part> parts = together.stream().map(out.parts()::get).toList();
        int most = parts.stream().mapToInt(part -> part.span().size()).max().orElse(0);
        int end = parts.getFirst().span().to();
        var queries = new Span(end - most, end);
        var everything = new Span(0, cone.length());
        return new Look(
                parts,
                queries,
                manager.create(rows(cone, in, together, queries)),
                manager.create(rows(cone, in, together, everything)),
                cone.length());
    }

    private static long[] rows(Cone cone, Layout in, List<Integer> together, Span wanted) {
        return together.stream()
                .flatMapToLong(i -> cone.rows(in.parts().get(i), wanted))
                .toArray();
    }

    /** Where each computed row of a layout is, if what all looks have read lies one after the other. */
    static long[] order(List<Look> looks, Layout out) {
        var starts = new LinkedHashMap<Layout.Part, Long>();
        long at = 0;
        for (Look look : looks) {
            for (Layout.Part part : look.parts) {
                starts.put(part, at);
                at += (long) part.segment().copies() * look.queries.size();
            }
        }
        return out.parts().stream()
                .flatMapToLong(part -> {
                    int queries = looks.stream()
                            .filter(look -> look.queries.to() == part.span().to())
                            .findFirst()
                            .orElseThrow()
                            .queries
                            .size();
                    int size = part.span().size();
                    long first = starts.get(part) + queries - size;
                    return LongStream.range(0, part.rows()).map(row -> first + row / size * queries + row % size);
                })
                .toArray();
    }

    /** [copy, query, head, d_head] from the rows of a table. */
    NDArray queries(NDArray table) {
        return chosen(table, queryRows, queries.size());
    }

    /** [copy, pos, kv_head, d_head] from the rows of a table. */
    NDArray everyPosition(NDArray table) {
        return chosen(table, keyRows, length);
    }

    private static NDArray chosen(NDArray table, NDArray rows, int each) {
        Shape shape = table.getShape();
        return table.get(rows).reshape(rows.getShape().get(0) / each, each, shape.get(1), shape.get(2));
    }
}
