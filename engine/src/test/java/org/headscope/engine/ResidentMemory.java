package org.headscope.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process outside the Java heap. */
public final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private ResidentMemory() {}

    /** Resident bytes without the heap, after a collection; always 0 on systems that do not tell. */
    public static long bytes() {
        if (!Files.isReadable(STATM)) return 0;
        System.gc();
        try {
            long pages = Long.parseLong(Files.readString(STATM).split(" ")[1]);
            return pages * PAGE
                    - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
