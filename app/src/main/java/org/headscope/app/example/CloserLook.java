package org.headscope.app.example;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import org.headscope.app.pane.LossToken;
import org.headscope.app.session.MetricText;
import org.headscope.app.session.TokenText;
import org.headscope.app.task.LatestTask;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Run;

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
        List<String> labels = TokenText.labels(own.tokens());
        var tokens = new ArrayList<LossToken>();
        for (int position = 0; position < labels.size(); position++) {
            boolean last = position == labels.size() - 1;
            double change = last ? Double.NaN : closer.found().lossChange().flat(position);
            String words = last
                    ? Text.of("example.token.last", labels.get(position))
                    : Text.of(
                            "example.token",
                            labels.get(position),
                            labels.get(position + 1),
                            MetricText.value(closer.found().lossBefore().flat(position)),
                            MetricText.change(change));
            tokens.add(new LossToken(position, labels.get(position), words, change));
        }
        return new Passage(Passage.OWN, closer.question().ids(), tokens);
    }
}
