package org.headscope.app;

import org.headscope.app.command.Command;
import org.headscope.app.resources.Resources;
import org.headscope.app.session.Session;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.EngineThread;
import org.kordamp.ikonli.feather.Feather;

/** The first bundled prompt on the bundled model, for tests of panes. */
public final class Story {
    /** Who gets the drink? */
    public static final Experiment DRINK =
            Experiment.of("When Mary and John went to the store, John gave a drink to", " Mary", " John");

    private static Laboratory laboratory;

    private Story() {}

    /** The bundled model as its card describes it, loaded once for all tests. */
    public static synchronized Laboratory laboratory() throws ModelException {
        if (laboratory == null) {
            laboratory = new Laboratory(Model.load(Resources.bundledModel(), Processing.RAW));
        }
        return laboratory;
    }

    /** The command of the window that takes a step back. */
    public static Command undo(Session session) {
        return Command.of("undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", session::undo)
                .when(session.history().canUndo());
    }

    /** The command of the window that does a step again. */
    public static Command redo(Session session) {
        return Command.of("redo", Feather.CORNER_UP_RIGHT, "Shortcut+Shift+Z", session::redo)
                .when(session.history().canRedo());
    }

    /** A session without a model; call it on the FX thread. */
    public static Session session() {
        return new Session(EngineThread.executor(), 0, DRINK, failure -> {
            throw new IllegalStateException(failure);
        });
    }
}
