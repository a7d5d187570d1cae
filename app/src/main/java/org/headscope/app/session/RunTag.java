package org.headscope.app.session;

import java.util.ArrayList;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.value.ObservableValue;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;

/** Which run a pane shows, and under which conventions: "run 2 · after · folded · BOS". */
public final class RunTag {
    private RunTag() {}

    /** For a pane that follows the choice of before, after and difference. */
    public static StringBinding of(Session session) {
        return Bindings.createStringBinding(
                () -> words(session, session.shownProperty().get()),
                session.comparisonProperty(),
                session.shownProperty());
    }

    /** The name of one of the two runs. */
    public static ObservableValue<String> of(Session session, Shown side) {
        return session.comparisonProperty().map(runs -> run(runs, side));
    }

    /** For a pane that always shows both runs. */
    public static StringBinding ofBoth(Session session) {
        return Bindings.createStringBinding(() -> words(session, Shown.DIFFERENCE), session.comparisonProperty());
    }

    private static String words(Session session, Shown shown) {
        Comparison comparison = session.comparisonProperty().get();
        return comparison == null ? "" : words(comparison, shown, session.model());
    }

    /** For a pane that says itself which runs it shows. */
    public static String words(Comparison comparison, Shown shown, Model model) {
        var words = new ArrayList<String>();
        words.add(run(comparison, shown));
        words.add(processing(model));
        words.add(Text.of(comparison.after().tokens().startsWithBos() ? "run.bos" : "run.noBos"));
        return String.join(" · ", words);
    }

    /** What was done to the weights: "folded". */
    public static String processing(Model model) {
        return Text.of(
                model.processing().equals(Processing.FOLDED)
                        ? "run.folded"
                        : model.processing().equals(Processing.RAW) ? "run.raw" : "run.partlyFolded");
    }

    /** Which run alone: "run 2 · after". */
    public static String run(Comparison comparison, Shown shown) {
        if (comparison.before().isStored()) return Text.of("run.stored");
        String before = id(comparison.before().id());
        String after = id(comparison.after().id());
        if (comparison.isClean()) return Text.of("run.one", before);
        return switch (shown) {
            case BEFORE -> Text.of(comparison.isPinned() ? "run.pinned" : "run.before", before);
            case AFTER -> Text.of(comparison.isPinned() ? "run.this" : "run.after", after);
            case DIFFERENCE -> Text.of("run.both", before, after);
            case BOTH -> Text.of("run.beside", before, after);
        };
    }

    private static String id(long number) {
        return String.format(Locale.ROOT, "%d", number);
    }
}
