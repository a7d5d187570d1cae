package org.headscope.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the reference numbers lie that tests compare with. */
public final class Golden {
    private Golden() {}

    /** A folder of src/test/golden, found from whichever folder of the project the tests run in. */
    public static Path folder(String name) {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("src/test/golden").resolve(name);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new IllegalArgumentException("There is no folder src/test/golden/" + name);
    }
}
