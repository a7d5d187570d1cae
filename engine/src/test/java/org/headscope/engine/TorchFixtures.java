package org.headscope.engine;

import java.nio.file.Path;

/** The PyTorch files that src/checks/torch_fixtures.py writes. */
public final class TorchFixtures {
    private TorchFixtures() {}

    /** A file or folder of src/test/torch. */
    public static Path path(String name) {
        return Golden.folder("gpt2").resolve("../../torch").normalize().resolve(name);
    }
}
