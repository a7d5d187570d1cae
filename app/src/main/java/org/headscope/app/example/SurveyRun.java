package org.headscope.app.example;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.headscope.app.task.Background;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.run.Progress;
import org.headscope.engine.survey.HeadSurvey;

/** Measures a corpus, on a thread of its own: what the user asks of the model comes in between two passes. */
final class SurveyRun {
    private static final long SHOW_NANOS = 500_000_000;

    /**
     * How far it is.
     *
     * @param fraction of the corpus that was read, from 0 to 1
     */
    record State(int chunks, long tokens, double fraction) {}

    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state");
    private final LatestTask<OpenSurvey, OpenSurvey> task;
    private final Runnable onMore;

    /**
     * @param surveys the thread
     * @param onMore told now and then that more was measured, and at the end
     */
    SurveyRun(Executor surveys, Runnable onMore, Consumer<Throwable> onFailure) {
        this.task = new LatestTask<>(surveys, 0, this::measure, _ -> onMore.run(), onFailure);
        this.onMore = onMore;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty runningProperty() {
        return task.busyProperty();
    }

    /** Goes on where it stopped. */
    void start(OpenSurvey survey) {
        task.askNow(survey);
    }

    /** The chunk that is being measured is lost, all before it stay. */
    void stop() {
        task.cancel();
    }

    /** Forgets how far it was, as another survey comes. */
    void clear() {
        task.cancel();
        state.set(null);
    }

    private OpenSurvey measure(OpenSurvey survey, Progress progress) throws Exception {
        var told = new long[] {System.nanoTime() - SHOW_NANOS};
        var shown = new State[1];
        HeadSurvey.Listener listener = step -> {
            // A chunk that was there already takes no time to stop in.
            progress.at(0, 0);
            shown[0] = new State(step.chunks(), step.tokens(), step.fraction());
            if (System.nanoTime() - told[0] < SHOW_NANOS) return;
            told[0] = System.nanoTime();
            tell(survey, shown[0], step.measured());
        };
        new HeadSurvey(survey.model(), survey.corpus(), survey.store()).run(Long.MAX_VALUE, listener, progress);
        tell(survey, new State(shown[0].chunks(), shown[0].tokens(), 1), false);
        return survey;
    }

    private void tell(OpenSurvey survey, State now, boolean more) {
        Background.later(() -> {
            if (!task.isBusy()) return;
            state.set(now);
            if (more) onMore.run();
        });
    }
}
