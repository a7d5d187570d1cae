package org.headscope.app;

import java.util.HashMap;
import java.util.Map;
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

    private static final Map<Processing, Model> OPEN = new HashMap<>();
    private static Laboratory laboratory;

    private Story() {}

    /** The bundled model, loaded once for all tests; it stays open. */
    public static synchronized Model model(Processing processing) throws ModelException {
        if (!OPEN.containsKey(processing)) OPEN.put(processing, Model.load(Resources.bundledModel(), processing));
        return OPEN.get(processing);
    }

    /** The bundled model as its card describes it, in a laboratory that all tests share. */
    public static synchronized Laboratory laboratory() throws ModelException {
        if (laboratory == null) laboratory = new Laboratory(model(Processing.RAW));
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

    /** A session without a model, in which a defect fails the test; call it on the FX thread. */
    public static Session session() {
        return new Session(EngineThread.executor(), 0, DRINK, failure -> {
            throw new IllegalStateException(failure);
        });
    }
}
