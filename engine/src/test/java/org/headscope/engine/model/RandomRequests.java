package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/** Prompts, interventions and choices of hook points for a model, each a small step from the one before. */
record RandomRequests(Model model, int mostTokens) {
    int[] tokens(Random random, int length) {
        return random.ints(length, 0, model.config().dVocab()).toArray();
    }

    /** Appended to, cut at the end, changed in the middle, or the same. */
    int[] edited(int[] tokens, Random random) {
        int n = tokens.length;
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(tokens, Math.max(1, n - 1 - random.nextInt(3)));
            case 1 -> {
                int[] other = tokens.clone();
                other[random.nextInt(n)] = random.nextInt(model.config().dVocab());
                yield other;
            }
            case 2 -> tokens;
            default ->
                IntStream.concat(Arrays.stream(tokens), Arrays.stream(tokens(random, 1 + random.nextInt(3))))
                        .limit(mostTokens)
                        .toArray();
        };
    }

    /** One intervention more, one less, or another order. */
    List<Intervention> changed(List<Intervention> interventions, Random random) {
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

    private Intervention intervention(Random random) {
        int layer = random.nextInt(model.config().nLayers());
        Site part = switch (random.nextInt(4)) {
            case 0 -> Site.mlp(layer);
            case 1 -> Site.attention(layer);
            default -> Site.head(layer, random.nextInt(model.config().nHeads()));
        };
        Site site = random.nextBoolean()
                ? part
                : part.at(Positions.of(random.nextInt(mostTokens), random.nextInt(mostTokens), random.nextInt(4)));
        return switch (random.nextInt(4)) {
            case 0, 1 -> new ZeroAblation(site);
            case 2 -> new MeanAblation(site, new MeanSource.ThisPrompt());
            default -> new MeanAblation(site, set(random.nextBoolean()));
        };
    }

    private MeanSource set(boolean perPosition) {
        List<List<Integer>> prompts = Stream.of(mostTokens, 5, 11)
                .map(length -> Arrays.stream(tokens(new Random(length), length))
                        .boxed()
                        .toList())
                .toList();
        return new MeanSource.PromptSet("random", prompts, perPosition);
    }

    NameFilter keep(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> NameFilter.ALL;
            case 1 -> NameFilter.NONE;
            case 2 -> NameFilter.of("*.attn.hook_pattern", "*.hook_attn_scores", "ln_final.*");
            default -> {
                List<String> names = model.hookNames(OptionalHooks.NONE);
                yield NameFilter.of(
                        random.ints(5, 0, names.size()).mapToObj(names::get).toList());
            }
        };
    }

    OptionalHooks optional(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> OptionalHooks.ALL.ungrouped();
            case 1 -> OptionalHooks.NONE.ungrouped();
            case 2 -> new OptionalHooks(true, false, true, false, true);
            default -> OptionalHooks.NONE;
        };
    }
}
