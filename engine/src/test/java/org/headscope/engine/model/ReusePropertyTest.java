package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;

/**
 * However a prompt, its interventions and what is kept change from run to run: taking over what did not change gives what
 * a fresh run gives.
 */
class ReusePropertyTest {
    private static final int STEPS = 8;
    private static final int MOST_TOKENS = 24;

    /** Learned positions, and each way in which what attention computes depends on where a position stands. */
    private static final List<Model> MODELS = Stream.concat(
                    Stream.of(TinyCheckpoint.random(1).load(Processing.FOLDED)),
                    Stream.of("gpt-neox", "gptj", "llama", "mistral", "bloom", "qwen3", "gemma2", "gpt-neo")
                            .map(ReusePropertyTest::golden))
            .toList();

    private static Model golden(String name) {
        try {
            return new GoldenModel(name).load(Processing.FOLDED);
        } catch (ModelException e) {
            throw new AssertionError(e);
        }
    }

    @AfterContainer
    static void close() {
        MODELS.forEach(Model::close);
    }

    @Property(tries = 20)
    void aRunThatTakesOverEqualsAFreshOne(@ForAll Random random) throws Exception {
        for (Model model : MODELS) compareRuns(model, new RandomRequests(model, MOST_TOKENS), random);
    }

    private static void compareRuns(Model model, RandomRequests requests, Random random) throws Exception {
        int[] tokens = requests.tokens(random, 1 + random.nextInt(MOST_TOKENS - 4));
        List<Intervention> interventions = List.of();
        for (int step = 0; step < STEPS; step++) {
            tokens = requests.edited(tokens, random);
            if (random.nextInt(3) > 0) interventions = requests.changed(interventions, random, requests::intervention);
            RunRequest fresh = RunRequest.of(tokens)
                    .with(interventions)
                    .keep(requests.keep(random))
                    .optional(requests.optional(random));
            RunRequest reusing = random.nextInt(4) == 0 ? fresh.reusingOnly() : fresh.reusing();
            assertSameNumbers(model.run(fresh), model.run(reusing));
        }
    }

    private static void assertSameNumbers(RunResult fresh, RunResult reusing) {
        assertNear(fresh.logits(), reusing.logits(), 1e-5, "logits");
        assertNear(fresh.logSumExp(), reusing.logSumExp(), 1e-5, "log-sum-exp");
        assertNear(fresh.lossPerToken(), reusing.lossPerToken(), 1e-5, "loss");
        assertEquals(
                List.copyOf(fresh.kept().names()), List.copyOf(reusing.kept().names()));
        for (String name : fresh.kept().names()) {
            Tensor expected = fresh.kept().get(name);
            assertNear(expected, reusing.kept().get(name), 1e-5 * Math.max(1, largest(expected)), name);
        }
    }

    /**
     * Products of other shapes add up in another order, and what that rounds away goes with the size of what is added: a
     * score near 0 is the sum of terms as large as the largest scores. {@link ReusePrecisionTest} shows it.
     */
    private static double largest(Tensor values) {
        double largest = 0;
        for (int i = 0; i < values.size(); i++) {
            float value = values.flat(i);
            if (Float.isFinite(value)) largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
