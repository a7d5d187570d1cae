package org.headscope.app.inspector;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.app.session.TokenText;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.Site;
import org.headscope.engine.tensor.Tensor;

/** A key position that a head looks at, and how much. */
record Attended(int key, String label, double weight) {
    /** The keys that a head looks at most from a query position. */
    static List<Attended> top(Run run, Site head, int query, int count) {
        Tensor row = run.pattern(head.layer()).at(head.head(), query);
        return IntStream.rangeClosed(0, query)
                .mapToObj(key -> of(run, row, key))
                .sorted(Comparator.comparingDouble(attended -> -attended.weight()))
                .limit(count)
                .toList();
    }

    static Attended of(Run run, Site head, int query, int key) {
        return of(run, run.pattern(head.layer()).at(head.head(), query), key);
    }

    private static Attended of(Run run, Tensor row, int key) {
        return new Attended(key, TokenText.label(run.tokens(), key), row.flat(key));
    }
}
