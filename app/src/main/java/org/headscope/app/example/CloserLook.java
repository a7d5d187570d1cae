package org.headscope.app.example;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import org.headscope.app.task.LatestTask;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.tensor.Tensor;

/** Runs the text that is looked at, once for a head and an effect, and reads from it what is asked of one prediction. */
final class CloserLook {
    private final ExampleModel model;
    private final LatestTask<CloserQuestion, CloserQuestion.Closer> running;
    private final LatestTask<At, CloserQuestion.Detail> reading;
    /** The run whose own text it is, or null where the text is of the corpus. */
    private Run own;

    private record At(CloserQuestion.Closer closer, int position) {}

    CloserLook(ExampleModel model, Executor engine, Consumer<Throwable> onFailure) {
        this.model = model;
        this.running = new LatestTask<>(engine, 0, CloserQuestion::answer, this::show, onFailure);
        this.reading = new LatestTask<>(
                engine, 0, (at, _) -> CloserQuestion.detail(at.closer(), at.position()), model.detail::set, onFailure);
        model.position.subscribe((_, _) -> read());
    }

    ReadOnlyBooleanProperty busyProperty() {
        return running.busyProperty();
    }

    /** Looks at a passage that is shown already. */
    void at(CloserQuestion question) {
        own = null;
        model.detail.set(null);
        running.askNow(question);
    }

    /** Looks at the text of a run, which becomes the passage. */
    void at(CloserQuestion question, Run run) {
        own = run;
        model.detail.set(null);
        running.askNow(question);
    }

    /** Looks at nothing. */
    void clear() {
        running.cancel();
        reading.cancel();
        own = null;
        model.closer.set(null);
        model.detail.set(null);
    }

    private void show(CloserQuestion.Closer closer) {
        model.closer.set(closer);
        if (own != null) {
            model.passage.set(passage(closer));
            int last = closer.question().ids().size() - 1;
            if (model.position.get() < 0 || model.position.get() > last) model.position.set(last);
        }
        read();
    }

    private void read() {
        CloserQuestion.Closer closer = model.closer.get();
        int position = model.position.get();
        if (closer == null
                || position < 0
                || position >= closer.question().ids().size()) return;
        reading.askNow(new At(closer, position));
    }

    private Passage passage(CloserQuestion.Closer closer) {
        Tensor losses = closer.found().lossBefore();
        Tensor changes = closer.found().lossChange();
        List<Passage.Prediction> predictions = IntStream.range(0, losses.size())
                .mapToObj(position -> new Passage.Prediction(losses.flat(position), changes.flat(position)))
                .toList();
        return Passage.of(Passage.OWN, own.tokens(), predictions);
    }
}
