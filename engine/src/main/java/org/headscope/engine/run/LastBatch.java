package org.headscope.engine.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The last run of a batch, for one that goes on where it ended: what the steps of generation take over when several prompts are
 * continued side by side. {@link RunMemory} does the same, and more, for runs of one prompt.
 */
public final class LastBatch {
    private final int nLayers;
    private final long maxBytes;
    private RunRequest request;
    private List<Edit> edits;
    private Trace trace;

    /** @param maxBytes a run with more values is not remembered */
    public LastBatch(int nLayers, long maxBytes) {
        this.nLayers = nLayers;
        this.maxBytes = maxBytes;
    }

    public void remember(RunRequest ran, List<Edit> withEdits, Trace left) {
        clear();
        if (left.bytes() > maxBytes) return;
        request = ran;
        edits = withEdits;
        trace = left;
    }

    public void clear() {
        request = null;
        edits = null;
        trace = null;
    }

    /** All of the last run, if the new one begins as it did in every row; else nothing. */
    public Reuse best(RunRequest next, List<Edit> withEdits) {
        boolean same = request != null
                && request.tokens().length == next.tokens().length
                && request.optional().equals(next.optional())
                && edits.equals(withEdits)
                && IntStream.range(0, next.tokens().length).allMatch(row -> begins(next, row));
        return same ? new Reuse(trace, request.tokens()[0].length, nLayers + 1) : Reuse.NOTHING;
    }

    private boolean begins(RunRequest next, int row) {
        int[] before = request.tokens()[row];
        int[] after = next.tokens()[row];
        return before.length < after.length
                && Arrays.equals(before, Arrays.copyOf(after, before.length))
                && IntStream.range(0, before.length).allMatch(at -> request.isToken(row, at) == next.isToken(row, at));
    }
}
