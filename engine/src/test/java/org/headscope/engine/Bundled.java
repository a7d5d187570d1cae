package org.headscope.engine;

import java.nio.file.Path;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;

/** The model that comes with Headscope. */
public final class Bundled {
    private Bundled() {}

    public static Path folder() {
        return Golden.folder("gpt2")
                .resolve("../../../../resources/models/primer-4l")
                .normalize();
    }

    public static Model load(Processing processing) throws ModelException {
        return Model.load(folder(), processing);
    }
}
