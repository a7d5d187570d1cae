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

    /** How far it is. */
    private final ReadOnlyObjectWrapper<HeadSurvey.Step> state = new ReadOnlyObjectWrapper<>(this, "state");

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

    ReadOnlyObjectProperty<HeadSurvey.Step> stateProperty() {
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
        var newest = new HeadSurvey.Step[1];
        HeadSurvey.Listener listener = step -> {
            // A chunk that was there already takes no time to stop in.
            progress.at(0, 0);
            newest[0] = step;
            if (System.nanoTime() - told[0] < SHOW_NANOS) return;
            told[0] = System.nanoTime();
            tell(step);
        };
        new HeadSurvey(survey.model(), survey.corpus(), survey.store()).run(Long.MAX_VALUE, listener, progress);
        HeadSurvey.Step last = newest[0];
        tell(new HeadSurvey.Step(last.chunks(), last.tokens(), 1, last.passedOver(), false));
        return survey;
    }

    private void tell(HeadSurvey.Step step) {
        Background.later(() -> {
            if (!task.isBusy()) return;
            state.set(step);
            if (step.measured()) onMore.run();
        });
    }
}
