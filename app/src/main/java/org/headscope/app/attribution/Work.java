package org.headscope.app.attribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/**
 * What is to be worked out on the engine's thread.
 *
 * @param subjects of the runs that are shown
 * @param known the sheets that are there
 */
record Work(List<Subject> subjects, List<TraceStep> trail, Map<Subject, Sheet> known) {
    Work {
        subjects = List.copyOf(subjects);
        trail = List.copyOf(trail);
        known = Map.copyOf(known);
    }

    /** What splits are found by: the subject and the steps from its logits. */
    record Key(Subject subject, List<TraceStep> trail) {}

    /** Sheets and splits of what was asked. */
    record Result(Map<Subject, Sheet> sheets, Map<Key, Split> splits) {}

    static Result answer(Work work, Progress progress) throws PromptException {
        var sheets = new HashMap<Subject, Sheet>();
        var splits = new HashMap<Key, Split>();
        for (Subject subject : work.subjects) {
            Sheet sheet = work.known.get(subject);
            if (sheet == null) sheet = Sheet.of(subject, progress);
            sheets.put(subject, sheet);
            splits.put(new Key(subject, work.trail), Split.of(sheet, work.trail, progress));
        }
        return new Result(sheets, splits);
    }
}
