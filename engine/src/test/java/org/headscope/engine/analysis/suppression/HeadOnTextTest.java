package org.headscope.engine.analysis.suppression;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.attention.ValueWeightedPattern;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.analysis.patching.Effects.Frozen;
import org.headscope.engine.analysis.suppression.HeadChange.Route;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.KlDivergence;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One head on one text, against loops over positions and runs with code hooks. */
class HeadOnTextTest {
    private static final int[] TOKENS = {0, 9, 14, 3, 9, 8, 14, 3};
    private static final List<Integer> ALL =
            IntStream.range(0, TOKENS.length).boxed().toList();
    private static final Site HEAD = Site.head(0, 1);
    private static final Site LATER = Site.head(1, 0);
    private static final RunRequest REQUEST =
            RunRequest.of(TOKENS).optional(new OptionalHooks(true, false, false, false, false));

    private static Model model(String name, Processing processing) throws Exception {
        return new GoldenModel(name).load(processing);
    }

    /** Some numbers that are no mean of anything, so that the replacement matters. */
    private static HeadReplacement.Mean means(Model model) {
        int width = model.config().dModel();
        var data = new float[TOKENS.length * width];
        for (int i = 0; i < data.length; i++) data[i] = (float) Math.sin(i) / 4;
        return new HeadReplacement.Mean(Tensor.of(data, TOKENS.length, width), "no texts");
    }

    private static CodeHook put(Tensor results, Site head) {
        return new CodeHook(NameFilter.of(head.hookName().replace("hook_z", "hook_result")), (_, value) -> {
            float[] data = value.toArray();
            for (int pos = 0; pos < value.size(1); pos++) {
                results.at(pos).copyTo(data, (pos * value.size(2) + head.head()) * value.size(3));
            }
            return Tensor.of(data, value.shape());
        });
    }

    private static CodeHook give(Activations base, String names) {
        return new CodeHook(NameFilter.of(names), (name, _) -> base.get(name));
    }

    private static String last(Model model) {
        return "blocks." + (model.config().nLayers() - 1) + ".hook_resid_post";
    }

    /** The stream at the end of a run by hand, along one route, [pos, d_model]. */
    private static Tensor end(Model model, Activations base, HeadChange change) throws Exception {
        String last = last(model);
        Tensor by = change.by().over(TOKENS.length, model.config().dModel());
        RunRequest run = REQUEST.keep(last).with(put(by, HEAD));
        if (change.frozen() == Frozen.EVERY_NORM) run = run.with(give(base, "blocks.*.hook_scale"));
        RunRequest alone = run.with(give(base, "*.mlp.hook_post"));
        for (int layer = 1; layer < model.config().nLayers(); layer++) {
            alone = alone.with(give(base, "blocks." + layer + ".attn.hook_z"));
        }
        if (change.held() != null) {
            Tensor kept = base.get("result", LATER.layer());
            var rows = new float[TOKENS.length * by.size(1)];
            for (int pos = 0; pos < TOKENS.length; pos++)
                kept.at(0, pos, LATER.head()).copyTo(rows, pos * by.size(1));
            run = run.with(put(Tensor.of(rows, by.shape()), LATER));
        }
        Tensor both = model.run(run).kept().get(last);
        Tensor direct = model.run(alone).kept().get(last);
        Tensor before = base.get(last);
        var indirect = new float[both.size()];
        for (int i = 0; i < indirect.length; i++) indirect[i] = both.flat(i) - direct.flat(i) + before.flat(i);
        return switch (change.route()) {
            case BOTH -> both;
            case DIRECT -> direct;
            case INDIRECT -> Tensor.of(indirect, both.shape());
        };
    }

    private static Tensor logits(Model model, Activations base, Tensor end, boolean frozen) throws Exception {
        RunRequest rest = RunRequest.of(TOKENS).startAt(model.config().nLayers(), end);
        return model.run(frozen ? rest.with(give(base, "ln_final.hook_scale")) : rest)
                .logits();
    }

    private static float logProbability(Tensor logits, int token) {
        double sum = 0;
        for (int other = 0; other < logits.size(); other++) sum += Math.exp(logits.flat(other));
        return (float) (logits.flat(token) - Math.log(sum));
    }

    private static int rank(Tensor logits, int token) {
        return (int) IntStream.range(0, logits.size())
                .filter(other -> logits.flat(other) > logits.flat(token))
                .count();
    }

    private static List<HeadChange> changes(Model model) {
        var changes = new ArrayList<HeadChange>();
        for (Frozen frozen : Frozen.values()) {
            for (HeadReplacement by : List.of(new HeadReplacement.Zero(), means(model))) {
                for (Route route : Route.values()) changes.add(HeadChange.of(route, frozen, by));
                changes.add(new HeadChange(Route.INDIRECT, LATER, frozen, by));
            }
        }
        return changes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gemma2", "attn-only", "gpt-neox"})
    void everyChangeIsWhatRunsByHandGive(String name) throws Exception {
        try (Model model = model(name, name.equals("gemma2") ? Processing.RAW : Processing.FOLDED)) {
            Activations base = model.run(REQUEST.keep("*")).kept();
            HeadOnText text = HeadOnText.of(model, TOKENS, HEAD, Progress.NONE);
            Tensor original = model.run(RunRequest.of(TOKENS)).logits();
            for (HeadChange change : changes(model)) {
                String what = name + ", " + change.route() + ", " + change.frozen();
                Tensor expected = logits(model, base, end(model, base, change), change.frozen() != Frozen.NO_NORM);
                HeadEffect effect = text.effect(change, Progress.NONE);
                for (int pos = 0; pos < TOKENS.length; pos++) {
                    Tensor before = original.at(0, pos);
                    Tensor after = expected.at(0, pos);
                    assertEquals(KlDivergence.of(before, after), effect.kl().flat(pos), 1e-4, what);
                    if (pos == TOKENS.length - 1) continue;
                    int next = TOKENS[pos + 1];
                    float loss = -logProbability(before, next);
                    assertEquals(loss, effect.lossBefore().flat(pos), 1e-4, what);
                    assertEquals(
                            -logProbability(after, next) - loss,
                            effect.lossChange().flat(pos),
                            1e-4,
                            what);
                }
                checkTokens(text.tokens(effect, ALL, 3), original, expected, what);
            }
        }
    }

    private static void checkTokens(List<TokensAt> found, Tensor original, Tensor changed, String what) {
        for (TokensAt at : found) {
            Tensor before = original.at(0, at.position());
            Tensor after = changed.at(0, at.position());
            assertEquals(
                    TokenScore.largest(before, 3).getFirst().token(),
                    at.before().getFirst().token(),
                    what);
            for (TokenScore token : at.after()) {
                assertEquals(logProbability(after, token.token()), token.score(), 1e-4, what);
            }
            if (at.position() == TOKENS.length - 1) {
                assertNull(at.next());
                continue;
            }
            assertEquals(rank(before, at.next().token()), at.next().rankBefore(), what);
            assertEquals(rank(after, at.next().token()), at.next().rankAfter(), what);
            assertEquals(logProbability(before, at.next().token()), at.next().logProbBefore(), 1e-4, what);
            assertEquals(logProbability(after, at.next().token()), at.next().logProbAfter(), 1e-4, what);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "attn-only"})
    void theTokensRaisedAndLoweredAreThoseOfTheDirectEffect(String name) throws Exception {
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = model(name, processing)) {
                HeadOnText text = HeadOnText.of(model, TOKENS, HEAD, Progress.NONE);
                for (Frozen frozen : Frozen.values()) {
                    Effects effects = Effects.of(
                            model,
                            RunRequest.of(TOKENS),
                            new ZeroAblation(HEAD),
                            Effects.Options.of(frozen),
                            Progress.NONE);
                    var change = HeadChange.of(Route.BOTH, frozen, new HeadReplacement.Zero());
                    List<TokensAt> found = text.tokens(text.effect(change, Progress.NONE), ALL, 5);
                    for (int pos = 0; pos < TOKENS.length; pos++) {
                        Tensor on = effects.base().logits().at(0, pos);
                        Tensor off = effects.direct().logits().at(0, pos);
                        var data = new float[on.size()];
                        for (int token = 0; token < data.length; token++)
                            data[token] = on.flat(token) - off.flat(token);
                        Tensor raised = Tensor.of(data, data.length);
                        assertScores(
                                TokenScore.largest(raised, 5), found.get(pos).raised());
                        assertScores(
                                TokenScore.smallest(raised, 5), found.get(pos).lowered());
                        if (pos + 1 == TOKENS.length) continue;
                        assertEquals(
                                raised.flat(TOKENS[pos + 1]),
                                found.get(pos).next().attributed(),
                                1e-4);
                    }
                }
            }
        }
    }

    private static void assertScores(List<TokenScore> expected, List<TokenScore> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).score(), actual.get(i).score(), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "gemma2", "attn-only"})
    void directAndIndirectAddUpToBothUnderTheFrozenNorm(String name) throws Exception {
        try (Model model = model(name, Processing.RAW)) {
            HeadOnText text = HeadOnText.of(model, TOKENS, HEAD, Progress.NONE);
            Tensor end = text.cache().get(last(model));
            var residuals = new ArrayList<Tensor>();
            for (Route route : Route.values()) {
                var change = HeadChange.of(route, Frozen.FINAL_NORM, means(model));
                residuals.add(text.effect(change, Progress.NONE).residual());
            }
            for (int i = 0; i < end.size(); i++) {
                float before = end.flat(i);
                float apart = residuals.get(0).flat(i) + residuals.get(1).flat(i) - 2 * before;
                assertEquals(residuals.get(2).flat(i) - before, apart, 1e-4);
            }
        }
    }

    @Test
    void whereTheMeanIsTheValueNothingChanges() throws Exception {
        try (Model model = model("gpt2", Processing.FOLDED)) {
            HeadOnText text = HeadOnText.of(model, TOKENS, HEAD, Progress.NONE);
            var own = HeadMeans.of(model, HEAD, List.of(TOKENS), Progress.NONE).replacement("this text");
            assertNear(text.result(), own.values(), 1e-6, "the mean of one text");
            for (Route route : Route.values()) {
                HeadEffect effect = text.effect(HeadChange.of(route, Frozen.NO_NORM, own), Progress.NONE);
                for (int pos = 0; pos < TOKENS.length; pos++)
                    assertEquals(0, effect.kl().flat(pos), 1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void theLensReadsTheStreamInFrontOfTheHead(String name) throws Exception {
        try (Model model = model(name, Processing.FOLDED)) {
            Activations base = model.run(REQUEST.keep("*")).kept();
            HeadOnText text = HeadOnText.of(model, TOKENS, LATER, Progress.NONE);
            Tensor unembedding = model.parameter("unembed.W_U");
            for (var scale : LensBefore.Scale.values()) {
                String divisor = scale == LensBefore.Scale.FINAL ? "ln_final.hook_scale" : "blocks.1.ln1.hook_scale";
                List<LensBefore> lenses = text.lens(scale, ALL, Set.of(0, 9), 4, 2);
                for (LensBefore lens : lenses) {
                    Tensor stream = base.get("resid_pre", 1).at(0, lens.position());
                    float by = base.get(divisor).get(0, lens.position(), 0);
                    Tensor logits = read(stream, by, unembedding, name.equals("gpt2"));
                    assertScores(
                            TokenScore.largest(logits, 4).stream()
                                    .map(best -> new TokenScore(best.token(), logProbability(logits, best.token())))
                                    .toList(),
                            lens.best());
                    List<Integer> expected = Arrays.stream(TOKENS)
                            .limit(lens.position() + 1)
                            .distinct()
                            .filter(token -> token != 0 && token != 9)
                            .boxed()
                            .sorted((a, b) -> Float.compare(logits.flat(b), logits.flat(a)))
                            .limit(2)
                            .toList();
                    assertEquals(
                            expected,
                            lens.seen().stream().map(LensBefore.Ranked::token).toList());
                    for (var token : lens.seen()) assertEquals(rank(logits, token.token()), token.rank());
                }
            }
        }
    }

    private static Tensor read(Tensor stream, float scale, Tensor unembedding, boolean centred) {
        double mean = 0;
        for (int i = 0; i < stream.size(); i++) mean += centred ? stream.flat(i) / (double) stream.size() : 0;
        var logits = new float[unembedding.size(1)];
        for (int token = 0; token < logits.length; token++) {
            double sum = 0;
            for (int i = 0; i < stream.size(); i++) sum += (stream.flat(i) - mean) / scale * unembedding.get(i, token);
            logits[token] = (float) sum;
        }
        return Tensor.of(logits, logits.length);
    }

    @Test
    void patternsAreThoseOfTheHead() throws Exception {
        try (Model model = model("gpt2", Processing.FOLDED)) {
            HeadOnText text = HeadOnText.of(model, TOKENS, LATER, Progress.NONE);
            assertNear(model.run(REQUEST.keep("*")).kept().get("pattern", 1).at(0, 0), text.pattern(), "pattern");
            assertNear(new ValueWeightedPattern(1).of(text.cache()).at(0, 0), text.valueWeightedPattern(), "weighted");
        }
    }

    @Test
    void whatIsNoHeadIsRefused() throws Exception {
        try (Model model = model("gpt2", Processing.FOLDED)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> HeadOnText.of(model, TOKENS, Site.head(0, 40), Progress.NONE));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new HeadChange(Route.DIRECT, LATER, Frozen.NO_NORM, new HeadReplacement.Zero()));
            HeadOnText text = HeadOnText.of(model, TOKENS, LATER, Progress.NONE);
            var change = new HeadChange(Route.INDIRECT, HEAD, Frozen.NO_NORM, new HeadReplacement.Zero());
            assertThrows(IllegalArgumentException.class, () -> text.effect(change, Progress.NONE));
        }
    }
}
