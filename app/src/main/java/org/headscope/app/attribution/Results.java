package org.headscope.app.attribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was worked out for the newest runs: few sheets, which are large, and more splits, which are not. */
final class Results {
    private static final int SHEETS = 3;
    private static final int SPLITS = 40;

    private final Map<Subject, Sheet> sheets = newestLast(SHEETS);
    private final Map<Work.Key, Split> splits = newestLast(SPLITS);

    private static <K, V> Map<K, V> newestLast(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    void add(Work.Result result) {
        sheets.putAll(result.sheets());
        splits.putAll(result.splits());
    }

    void clear() {
        sheets.clear();
        splits.clear();
    }

    Map<Subject, Sheet> sheets() {
        return sheets;
    }

    /**
     * What is shown of one or two subjects, the newer first; null while something of it is missing.
     *
     * @param beside whether two stand beside each other, in place of their difference
     */
    AttributionTable table(List<Subject> subjects, List<TraceStep> trail, boolean beside) {
        Subject first = subjects.getFirst();
        Subject last = subjects.getLast();
        boolean two = subjects.size() > 1;
        Split now = splits.get(new Work.Key(first, trail));
        Split before = splits.get(new Work.Key(last, trail));
        Sheet sheet = sheets.get(first);
        Sheet old = sheets.get(last);
        if (now == null || before == null || sheet == null || old == null) return null;
        if (two && beside) {
            var other = new AttributionTable(old, before, null, null, null, trail);
            return new AttributionTable(sheet, now, null, null, other, trail);
        }
        return new AttributionTable(sheet, now, two ? old : null, two ? before : null, null, trail);
    }
}
