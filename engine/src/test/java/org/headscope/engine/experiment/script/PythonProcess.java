package org.headscope.engine.experiment.script;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks Python, where there is one. */
final class PythonProcess {
    private PythonProcess() {}

    /** 0 if a file is Python; skips the test where there is no {@code python3}. */
    static int parses(Path script) throws InterruptedException {
        assumeTrue(exit("python3", "--version") == 0, "there is no python3");
        return exit("python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", script.toString());
    }

    private static int exit(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
