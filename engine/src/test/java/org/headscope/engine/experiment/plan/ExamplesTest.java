package org.headscope.engine.experiment.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.experiment.result.ResultFolder;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples run, leave no native memory behind, and give the same bytes every time. */
class ExamplesTest {
    @TempDir
    Path folder;

    static List<Path> examples() {
        return ExperimentFiles.in(ExperimentFiles.examples());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void twoRunsGiveTheSameBytes(Path file) throws Exception {
        Model model = Bundled.laboratory(Processing.FOLDED).model();
        List<String> names = write(file, model, folder.resolve("first"));
        int arrays = model.nativeArrays();
        assertEquals(names, write(file, model, folder.resolve("second")));
        assertEquals(arrays, model.nativeArrays(), "native arrays");
        for (String name : names) {
            byte[] first = Files.readAllBytes(folder.resolve("first").resolve(name));
            assertTrue(first.length > 0, name);
            assertArrayEquals(first, Files.readAllBytes(folder.resolve("second").resolve(name)), name);
        }
    }

    private static List<String> write(Path file, Model model, Path out) throws Exception {
        Plan plan = PlanFile.read(file);
        Setup setup = Setup.of(plan, model, file.getParent());
        var results = new Results();
        plan.analysis().run(setup, results, Progress.NONE);
        return new ResultFolder(out).write(plan.title(), Provenance.of(setup), results, PlanFile.write(plan));
    }
}
