package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kept values of a run that takes over may differ from a fresh run's by a little more than 1e-5. In double precision one sees
 * that neither is wrong: the fresh run is as far from the exact values as the other. The cases are those of 400 in which
 * the two are furthest apart.
 */
class ReusePrecisionTest {
    private static final int STEPS = 8;

    @ParameterizedTest
    @ValueSource(longs = {7, 29, 154})
    void takingOverIsAsNearToTheExactValuesAsAFreshRun(long seed) throws Exception {
        try (Model model = TinyCheckpoint.random(1).load(Processing.FOLDED)) {
            var requests = new RandomRequests(model, model.config().nCtx());
            var exact = new DoublePass(model);
            var random = new Random(seed);
            int[] tokens =
                    requests.tokens(random, 1 + random.nextInt(model.config().nCtx() - 4));
            List<Intervention> interventions = List.of();
            double fresh = 0;
            double reused = 0;
            for (int step = 0; step < STEPS; step++) {
                tokens = requests.edited(tokens, random);
                if (random.nextInt(3) > 0) interventions = requests.changed(interventions, random, requests::ablation);
                RunRequest request = RunRequest.of(tokens).with(interventions).keep(NameFilter.ALL);
                Map<String, double[][]> expected = exact.run(tokens, interventions);
                fresh = Math.max(fresh, error(expected, model.run(request)));
                reused = Math.max(reused, error(expected, model.run(request.reusing())));
            }
            assertTrue(fresh < 1e-5, "a fresh run is off by " + fresh);
            assertTrue(reused < 1e-5, "a run that takes over is off by " + reused);
        }
    }

    /** Largest error over the hook points, each in units of its largest value (at least 1). */
    private static double error(Map<String, double[][]> expected, RunResult run) {
        double error = 0;
        for (var entry : expected.entrySet()) {
            double[][] rows = entry.getValue();
            Tensor actual = run.kept().get(entry.getKey());
            double largest = 1;
            double distance = 0;
            int width = actual.size() / rows.length;
            for (int row = 0; row < rows.length; row++) {
                for (int i = 0; i < width; i++) {
                    float value = actual.flat(row * width + i);
                    if (Float.isInfinite(value)) continue;
                    largest = Math.max(largest, Math.abs(rows[row][i]));
                    distance = Math.max(distance, Math.abs(rows[row][i] - value));
                }
            }
            error = Math.max(error, distance / largest);
        }
        return error;
    }
}
