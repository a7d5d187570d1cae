package org.headscope.engine.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.headscope.engine.model.Model;
import org.headscope.engine.model.RandomModel;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void measuresARandomModelAndLeavesNothingBehind() throws Exception {
        try (Model model = RandomModel.gpt2(2, 2, 16, 50, 256)) {
            int before = model.nativeArrays();
            var measurements = Bench.run(model, 1, Progress.NONE);

            assertEquals(12, measurements.size());
            measurements.forEach(one -> assertTrue(one.ratio() > 0, one.toString()));
            assertEquals(before, model.nativeArrays());
        }
    }

    @Test
    void aRandomModelHasTheShapeAskedFor() throws Exception {
        try (Model model = RandomModel.gpt2(2, 4, 16, 50, 32)) {
            assertEquals(4, model.config().dHead());
            assertEquals(
                    50 * 16 + 32 * 16 + 2 * (4 * (16 * 16 + 16) + 2 * 16 * 64 + 64 + 16 + 4 * 16) + 2 * 16,
                    model.parameterCount());
            double loss = model.run(RunRequest.of(new int[] {1, 2, 3, 4})).loss();
            assertEquals(Math.log(50), loss, 1);
        }
    }
}
