package org.headscope.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;

/** The model that comes with Headscope. */
public final class Bundled {
    /** The first prompt of its library: who gets the drink? */
    public static final Experiment DRINK =
            Experiment.of("When Mary and John went to the store, John gave a drink to", " Mary", " John");

    private static final Map<Processing, Model> OPEN = new HashMap<>();

    private Bundled() {}

    public static Path folder() {
        return Golden.folder("gpt2")
                .resolve("../../../../resources/models/primer-4l")
                .normalize();
    }

    /** A model that the caller closes. */
    public static Model load(Processing processing) throws ModelException {
        return Model.load(folder(), processing);
    }

    /** A new laboratory on a model that is loaded once for all tests; it stays open. */
    public static synchronized Laboratory laboratory(Processing processing) throws ModelException {
        if (!OPEN.containsKey(processing)) OPEN.put(processing, load(processing));
        return new Laboratory(OPEN.get(processing));
    }
}
