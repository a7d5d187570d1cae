package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;

/**
 * However a prompt, its interventions and what is kept change from run to run: taking over what did not change gives what
 * a fresh run gives.
 */
class ReusePropertyTest {
    private static final int STEPS = 8;
    private static final Model MODEL = TinyCheckpoint.random(1).load(Processing.FOLDED);
    private static final int N_CTX = MODEL.config().nCtx();

    @AfterContainer
    static void close() {
        MODEL.close();
    }

    @Property(tries = 40)
    void aRunThatTakesOverEqualsAFreshOne(@ForAll Random random) throws Exception {
        int[] tokens = tokens(random, 1 + random.nextInt(N_CTX - 4));
        List<Intervention> interventions = List.of();
        for (int step = 0; step < STEPS; step++) {
            tokens = edited(tokens, random);
            if (random.nextInt(3) > 0) interventions = changed(interventions, random);
            RunRequest fresh = RunRequest.of(tokens)
                    .with(interventions)
                    .keep(keep(random))
                    .optional(random.nextInt(8) == 0 ? OptionalHooks.ALL : OptionalHooks.NONE);
            RunRequest reusing = random.nextInt(4) == 0 ? fresh.reusingOnly() : fresh.reusing();
            assertSameNumbers(MODEL.run(fresh), MODEL.run(reusing));
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
     * score near 0 is the sum of terms as large as the largest scores.
     */
    private static double largest(Tensor values) {
        double largest = 0;
        for (int i = 0; i < values.size(); i++) {
            float value = values.flat(i);
            if (Float.isFinite(value)) largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static int[] tokens(Random random, int length) {
        return random.ints(length, 0, MODEL.config().dVocab()).toArray();
    }

    /** Appended to, cut at the end, changed in the middle, or the same. */
    private static int[] edited(int[] tokens, Random random) {
        int n = tokens.length;
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(tokens, Math.max(1, n - 1 - random.nextInt(3)));
            case 1 -> {
                int[] other = tokens.clone();
                other[random.nextInt(n)] = random.nextInt(MODEL.config().dVocab());
                yield other;
            }
            case 2 -> tokens;
            default ->
                IntStream.concat(Arrays.stream(tokens), Arrays.stream(tokens(random, 1 + random.nextInt(3))))
                        .limit(N_CTX)
                        .toArray();
        };
    }

    /** One intervention more, one less, or another order. */
    private static List<Intervention> changed(List<Intervention> interventions, Random random) {
        var list = new ArrayList<>(interventions);
        if (!list.isEmpty() && random.nextInt(3) == 0) {
            list.remove(random.nextInt(list.size()));
        } else if (random.nextInt(6) == 0) {
            Collections.shuffle(list, random);
        } else {
            list.add(intervention(random));
        }
        return List.copyOf(list);
    }

    private static Intervention intervention(Random random) {
        int layer = random.nextInt(MODEL.config().nLayers());
        Site part = switch (random.nextInt(4)) {
            case 0 -> Site.mlp(layer);
            case 1 -> Site.attention(layer);
            default -> Site.head(layer, random.nextInt(MODEL.config().nHeads()));
        };
        Site site = random.nextBoolean()
                ? part
                : part.at(Positions.of(random.nextInt(N_CTX), random.nextInt(N_CTX), random.nextInt(4)));
        return switch (random.nextInt(4)) {
            case 0, 1 -> new ZeroAblation(site);
            case 2 -> new MeanAblation(site, new MeanSource.ThisPrompt());
            default -> new MeanAblation(site, set(random.nextBoolean()));
        };
    }

    private static MeanSource set(boolean perPosition) {
        List<List<Integer>> prompts = Stream.of(N_CTX, 5, 11)
                .map(length -> Arrays.stream(tokens(new Random(length), length))
                        .boxed()
                        .toList())
                .toList();
        return new MeanSource.PromptSet("random", prompts, perPosition);
    }

    private static NameFilter keep(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> NameFilter.ALL;
            case 1 -> NameFilter.NONE;
            case 2 -> NameFilter.of("*.attn.hook_pattern", "*.hook_attn_scores", "ln_final.*");
            default -> {
                List<String> names = MODEL.hookNames(OptionalHooks.NONE);
                yield NameFilter.of(
                        random.ints(5, 0, names.size()).mapToObj(names::get).toList());
            }
        };
    }
}
