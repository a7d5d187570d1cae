package org.headscope.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.headscope.app.error.Sentences;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.app.task.Background;
import org.headscope.app.text.Text;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.StoredRun;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;

/**
 * Loads models in the background and hands them to the session. The model that is open stays until the next one is there;
 * where several are asked for, only the last one opens. A folder that cannot be opened leaves everything as it was.
 */
public final class ModelOpener {
    private final Session session;
    private final Executor engine;
    private final Consumer<Throwable> onUnexpected;
    private final ReadOnlyObjectWrapper<EngineState> state = new ReadOnlyObjectWrapper<>(
            this, "state", new EngineState(EngineState.Phase.LOADING, Text.of("engine.starting")));
    private Consumer<Path> onOpened = _ -> {};
    private Consumer<String> onRefused = _ -> {};
    private Path loading;
    private int newest;
    private boolean computes;

    public ModelOpener(Session session, Executor engine, Consumer<Throwable> onUnexpected) {
        this.session = session;
        this.engine = engine;
        this.onUnexpected = onUnexpected;
    }

    public ReadOnlyObjectProperty<EngineState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Told of each folder that was opened. */
    void onOpened(Consumer<Path> listener) {
        onOpened = listener;
    }

    /** Told in one sentence why a folder could not be opened. */
    void onRefused(Consumer<String> listener) {
        onRefused = listener;
    }

    /** Opens a model folder. */
    public void open(Path folder, Processing processing) {
        open(folder, processing, () -> {});
    }

    private void open(Path folder, Processing processing, Runnable otherwise) {
        int ticket = start(folder);
        engine.execute(() -> {
            try {
                Model model = Model.load(folder, processing);
                Background.later(() -> accept(ticket, model));
            } catch (Throwable e) {
                Background.later(() -> refuse(ticket, e, otherwise));
            }
        });
    }

    /**
     * Opens the first model of a session: if a run of the experiment is stored with it, that one shows while the weights
     * load. If the model cannot be opened, the bundled one takes its place.
     *
     * @param files where files are read that the engine is not needed for
     */
    public void openFirst(Path folder, Processing processing, Executor files) {
        Path bundled = Resources.bundledModel();
        Runnable otherwise = folder.equals(bundled) ? () -> {} : () -> openFirst(bundled, processing, files);
        Path stored = folder.resolve(StoredRun.FILE);
        if (!Files.isRegularFile(stored)) {
            open(folder, processing, otherwise);
            return;
        }
        int ticket = start(folder);
        Experiment first = session.experimentProperty().get();
        files.execute(() -> {
            try {
                Model model = Model.open(folder, processing);
                Run run = StoredRun.read(stored, model, first);
                Background.later(() -> show(ticket, model, run, otherwise));
            } catch (Throwable e) {
                Background.later(() -> refuse(ticket, e, otherwise));
            }
        });
    }

    private int start(Path folder) {
        loading = folder;
        state.set(new EngineState(EngineState.Phase.LOADING, Text.of("engine.loading", folder.getFileName())));
        return ++newest;
    }

    /** Shows a model whose weights are still to be loaded. */
    private void show(int ticket, Model model, Run stored, Runnable otherwise) {
        if (ticket != newest) return;
        engine.execute(() -> {
            try {
                model.load();
                Background.later(() -> ready(ticket));
            } catch (Throwable e) {
                // What was asked of it in the meantime counts as cancelled.
                model.close();
                Background.later(() -> refuse(ticket, e, otherwise));
            }
        });
        session.open(new Laboratory(model), stored);
        onOpened.accept(model.folder());
        if (stored != null) compareOnce(stored);
    }

    /** The stored run is on the screen; says so if this machine computes something else. */
    private void compareOnce(Run stored) {
        var once = new Subscription[1];
        once[0] = session.comparisonProperty().subscribe((_, now) -> {
            if (now == null || now.before().isStored()) return;
            once[0].unsubscribe();
            boolean same = now.before().experiment().equals(stored.experiment());
            if (same && !StoredRun.agree(stored, now.before())) onRefused.accept(Text.of("engine.disagrees"));
        });
    }

    /**
     * Opens the model again with other processing of its weights: the one that is loading, if one is. Where that is the
     * open model as it is, what is loading is forgotten.
     */
    public void reopen(Processing processing) {
        Model open = session.model();
        if (open == null) return;
        Path wanted = loading == null ? open.folder() : loading;
        if (computes && wanted.equals(open.folder()) && processing.equals(open.processing())) {
            newest++;
            ready(newest);
        } else {
            open(wanted, processing);
        }
    }

    private void accept(int ticket, Model model) {
        if (ticket != newest) {
            engine.execute(model::close);
            return;
        }
        Model old = session.model();
        session.open(new Laboratory(model));
        ready(ticket);
        onOpened.accept(model.folder());
        if (old != null) engine.execute(old::close);
    }

    private void ready(int ticket) {
        computes = true;
        if (ticket != newest) return;
        loading = null;
        state.set(new EngineState(EngineState.Phase.READY, Text.of("engine.ready")));
    }

    private void refuse(int ticket, Throwable failure, Runnable otherwise) {
        Optional<String> expected = Sentences.of(failure);
        if (expected.isEmpty()) onUnexpected.accept(failure);
        if (ticket != newest) return;
        loading = null;
        state.set(
                computes
                        ? new EngineState(EngineState.Phase.READY, Text.of("engine.ready"))
                        : new EngineState(EngineState.Phase.FAILED, Text.of("engine.noModel")));
        onRefused.accept(expected.orElseGet(() -> Text.of("engine.failed")));
        otherwise.run();
    }
}
