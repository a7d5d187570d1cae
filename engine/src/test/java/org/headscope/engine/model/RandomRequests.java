package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headscope.engine.hook.Direction;
import org.headscope.engine.hook.Freeze;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.KnockOut;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Noise;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.ProjectOut;
import org.headscope.engine.hook.Resample;
import org.headscope.engine.hook.Scale;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.Steer;
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
    List<Intervention> changed(
            List<Intervention> interventions, Random random, Function<Random, Intervention> another) {
        var list = new ArrayList<>(interventions);
        if (!list.isEmpty() && random.nextInt(3) == 0) {
            list.remove(random.nextInt(list.size()));
        } else if (random.nextInt(6) == 0) {
            Collections.shuffle(list, random);
        } else {
            list.add(another.apply(random));
        }
        return List.copyOf(list);
    }

    /** A part switched off in some way. */
    Intervention ablation(Random random) {
        Site site = site(random);
        return switch (random.nextInt(4)) {
            case 0, 1 -> new ZeroAblation(site);
            case 2 -> new MeanAblation(site, new MeanSource.ThisPrompt());
            default -> new MeanAblation(site, set(random.nextBoolean()));
        };
    }

    private Site site(Random random) {
        int layer = random.nextInt(model.config().nLayers());
        Site part = switch (random.nextInt(4)) {
            case 0 -> Site.mlp(layer);
            case 1 -> Site.attention(layer);
            default -> Site.head(layer, random.nextInt(model.config().nHeads()));
        };
        return random.nextBoolean()
                ? part
                : part.at(Positions.of(random.nextInt(mostTokens), random.nextInt(mostTokens), random.nextInt(4)));
    }

    /** Any intervention. */
    Intervention intervention(Random random) {
        Site site = site(random);
        int layer = site.layer();
        double amount = random.nextInt(-2, 3) / 2.0;
        Site residual = Site.of("resid_pre", layer).at(site.positions());
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> ablation(random);
            case 4 ->
                new Freeze(
                        random.nextBoolean() ? site : Site.of("pattern", layer).at(site.positions()));
            case 5 -> Resample.from(ids(tokens(new Random(layer), mostTokens)), site, "another prompt");
            case 6 -> new Scale(random.nextBoolean() ? site : scores(layer, random), amount);
            case 7 -> new Noise(random.nextBoolean() ? site : scores(layer, random), Math.abs(amount), layer);
            case 8 -> new Steer(residual, direction(layer, random), amount);
            case 9 -> new ProjectOut(residual, List.of(output(layer)));
            case 10 -> new KnockOut(scores(layer, random));
            default ->
                new SetTo(
                        Site.of("pattern", layer).unit(0).at(Positions.of(random.nextInt(mostTokens))),
                        List.of(0.5f, 0.25f, 0.25f));
        };
    }

    /** Edges of one head or of all. */
    private Site scores(int layer, Random random) {
        Site all = Site.of("attn_scores", layer);
        Site some = random.nextBoolean()
                ? all
                : all.unit(random.nextInt(model.config().nHeads()));
        return random.nextInt(3) == 0
                ? some
                : some.at(Positions.of(random.nextInt(mostTokens))).atKeys(Positions.of(random.nextInt(4), 1));
    }

    private Direction direction(int layer, Random random) {
        var one = new Direction.Unembedding(random.nextInt(model.config().dVocab()), "one");
        return random.nextBoolean() ? one : new Direction.Difference(one, output(layer));
    }

    /** Not an embedding, without which little would be left of a residual stream that starts with it. */
    private Direction output(int layer) {
        return new Direction.HeadOutput(layer, 0, ids(tokens(new Random(layer), 5)), -1, "another prompt");
    }

    private static List<Integer> ids(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }

    private MeanSource set(boolean perPosition) {
        List<List<Integer>> prompts = Stream.of(mostTokens, 5, 11)
                .map(length -> ids(tokens(new Random(length), length)))
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
