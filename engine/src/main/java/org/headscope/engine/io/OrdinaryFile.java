package org.headscope.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Tells files from what only has a name like one; a pipe, above all, would be waited for without end. */
public final class OrdinaryFile {
    private OrdinaryFile() {}

    /** Whether something of this name is there, be it a link that leads nowhere. */
    public static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Refuses a folder, a pipe, a device and a link that leads nowhere. What is not there at all passes.
     *
     * @param kind what the file should be, such as "a JSON file"
     */
    public static void require(Path file, String kind) throws ModelException {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + " is a folder, not " + kind + ".");
        }
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new ModelException(file + " is a link to " + target(file)
                    + ", which cannot be reached: put the file itself there, or download it again.");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ModelException(file + " is a pipe or a device, not " + kind + ".");
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "another place";
        }
    }
}
