package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.ValueWeightedPattern;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * One head on one text (interpretability.md F.4). One clean pass is made and shared: each {@link HeadChange} needs nothing more if
 * its effect is direct, and the layers from the head on if it is not. Numbers over the vocabulary are worked out for some
 * positions at a time and not kept.
 */
public final class HeadOnText {
    /** Positions whose values over the vocabulary are in memory at once. */
    private static final int AT_ONCE = 64;

    private final HeadRuns runs;
    private final Model model;
    private final FinalNorm norm;
    private final float[] scales;

    private HeadOnText(HeadRuns runs) {
        this.runs = runs;
        model = runs.cache().model();
        norm = FinalNorm.of(model);
        boolean divides = norm.kind() != NormKind.NONE;
        scales = divides ? runs.cache().get(HookName.FINAL_SCALE).toArray() : null;
    }

    /**
     * Runs a text.
     *
     * @param tokens BOS included where it is wanted
     * @throws PromptException if the text does not fit the model
     * @throws IllegalArgumentException if there is no such head
     */
    public static HeadOnText of(Model model, int[] tokens, Site head, Progress progress) throws PromptException {
        if (!head.is(Part.HEAD) || !model.config().has(head)) {
            throw new IllegalArgumentException("There is no head " + head.label() + ".");
        }
        RunRequest request = RunRequest.of(tokens);
        return new HeadOnText(new HeadRuns(
                request, head, ActivationCache.run(model, request.keep(HeadRuns.hooks(model, head)), progress)));
    }

    public Site head() {
        return runs.head();
    }

    /** The clean run, with the values that the methods here read. */
    public ActivationCache cache() {
        return runs.cache();
    }

    Model model() {
        return model;
    }

    int[] tokens() {
        return runs.tokens();
    }

    /** By token, what reads its logit from the stream in front of the final norm, before the scale; from rows of W_U. */
    Map<Integer, float[]> directions(List<Integer> tokens, Tensor unembedding) {
        return norm.directions(tokens, unembedding);
    }

    /** What the head writes, without the output bias of its layer, [pos, d_model]. */
    public Tensor result() {
        return runs.result();
    }

    /** Where it looks, [query, key]. */
    public Tensor pattern() {
        return runs.cache().get("pattern", head().layer()).at(0, head().head());
    }

    /** The same weighted by how much there is to read, see {@link ValueWeightedPattern}. */
    public Tensor valueWeightedPattern() {
        return new ValueWeightedPattern(head().layer()).of(runs.cache()).at(0, head().head());
    }

    /**
     * The effect of a change.
     *
     * @throws PromptException if the replacement does not reach to the end of the text
     */
    public HeadEffect effect(HeadChange change, Progress progress) throws PromptException {
        Tensor end = runs.end();
        Tensor added = runs.added(change, progress);
        Tensor residual = switch (change.route()) {
            case DIRECT -> plus(end, added, 1);
            case INDIRECT -> plus(runs.total(change, progress), added, -1);
            case BOTH -> runs.total(change, progress);
        };
        return measured(change, residual, attributed(end, added, isFrozen(change)), progress);
    }

    private static boolean isFrozen(HeadChange change) {
        return change.frozen() != Effects.Frozen.NO_NORM;
    }

    private static Tensor plus(Tensor vectors, Tensor others, int sign) {
        var sum = new float[vectors.size()];
        for (int i = 0; i < sum.length; i++) sum[i] = vectors.flat(i) + sign * others.flat(i);
        return Tensor.of(sum, vectors.shape());
    }

    /**
     * The effect of writing something else in place of the head's result, directly and with the norm frozen.
     *
     * @param change names the replacement that it is compared with
     * @param result [pos, d_model]
     * @param means what {@code attributed} is counted from, [pos, d_model]
     */
    HeadEffect written(HeadChange change, Tensor result, Tensor means, Progress progress) {
        Tensor residual = plus(plus(runs.end(), runs.result(), -1), result, 1);
        return measured(change, residual, readBy(plus(result, means, -1)), progress);
    }

    /** Vectors [pos, d_model] as the final norm reads them with the scales of the run. */
    Tensor readBy(Tensor vectors) {
        return norm.apply(vectors, scales);
    }

    /** Original minus direct-only, each as the unembedding reads it. */
    private Tensor attributed(Tensor end, Tensor added, boolean frozen) {
        Tensor without = plus(end, added, 1);
        if (frozen || norm.kind() == NormKind.NONE) {
            var removed = new float[added.size()];
            for (int i = 0; i < removed.length; i++) removed[i] = -added.flat(i);
            return norm.apply(Tensor.of(removed, added.shape()), scales);
        }
        return plus(norm.apply(end, scales), norm.apply(without, norm.scales(without)), -1);
    }

    private HeadEffect measured(HeadChange change, Tensor residual, Tensor attributed, Progress progress) {
        int[] tokens = runs.tokens();
        var lossBefore = new float[tokens.length - 1];
        var lossChange = new float[tokens.length - 1];
        var kl = new float[tokens.length];
        for (int from = 0; from < tokens.length; from += AT_ONCE) {
            progress.at(from, tokens.length);
            List<Integer> positions = IntStream.range(from, Math.min(tokens.length, from + AT_ONCE))
                    .boxed()
                    .toList();
            Tensor before = before(positions);
            Tensor after = after(residual, change, positions);
            for (int position : positions) {
                Tensor original = before.at(position - from);
                Tensor changed = after.at(position - from);
                kl[position] = (float) divergence(original, changed);
                if (position == tokens.length - 1) continue;
                int next = tokens[position + 1];
                lossBefore[position] = -original.flat(next);
                lossChange[position] = original.flat(next) - changed.flat(next);
            }
        }
        progress.at(tokens.length, tokens.length);
        return new HeadEffect(
                change,
                Tensor.of(lossBefore, lossBefore.length),
                Tensor.of(lossChange, lossChange.length),
                Tensor.of(kl, kl.length),
                residual,
                attributed);
    }

    /** KL(p || q) from log-probabilities. */
    private static double divergence(Tensor p, Tensor q) {
        double sum = 0;
        for (int token = 0; token < p.size(); token++) {
            double log = p.flat(token);
            sum += Math.exp(log) * (log - q.flat(token));
        }
        // the sum of many rounded terms may fall a hair below zero
        return Math.max(0, sum);
    }

    /** Log-probabilities of the original run, [n, d_vocab]. */
    private Tensor before(List<Integer> positions) {
        return model.readOut(rows(runs.end(), positions), null);
    }

    private Tensor after(Tensor residual, HeadChange change, List<Integer> positions) {
        boolean frozen = isFrozen(change) && scales != null;
        return model.readOut(rows(residual, positions), frozen ? rows(scales, positions) : null);
    }

    /**
     * The tokens that an effect is about.
     *
     * @param count how many of the first tokens each list has
     */
    public List<TokensAt> tokens(HeadEffect effect, List<Integer> positions, int count) {
        var found = new ArrayList<TokensAt>();
        for (int from = 0; from < positions.size(); from += AT_ONCE) {
            List<Integer> some = positions.subList(from, Math.min(positions.size(), from + AT_ONCE));
            Tensor before = before(some);
            Tensor after = after(effect.residual(), effect.change(), some);
            Tensor attributed = unembedded(rows(effect.attributed(), some));
            for (int i = 0; i < some.size(); i++) {
                found.add(tokensAt(some.get(i), attributed.at(i), before.at(i), after.at(i), count));
            }
        }
        return found;
    }

    private TokensAt tokensAt(int position, Tensor attributed, Tensor before, Tensor after, int count) {
        int[] tokens = runs.tokens();
        int next = position + 1 < tokens.length ? tokens[position + 1] : -1;
        return new TokensAt(
                position,
                TokenScore.largest(attributed, count),
                TokenScore.smallest(attributed, count),
                TokenScore.largest(before, count),
                TokenScore.largest(after, count),
                next < 0
                        ? null
                        : new TokensAt.Next(
                                next,
                                attributed.flat(next),
                                before.flat(next),
                                after.flat(next),
                                rank(before, next),
                                rank(after, next)));
    }

    /**
     * What the stream in front of the head says.
     *
     * @param functionWords ids of tokens that are left out of those the text has had
     * @param count how many of the most likely tokens
     * @param seen how many of those the text has had
     */
    public List<LensBefore> lens(
            LensBefore.Scale scale, List<Integer> positions, Set<Integer> functionWords, int count, int seen) {
        Tensor stream = runs.cache().get("resid_pre", head().layer()).at(0);
        String ln1 = HookName.of("scale", head().layer(), "ln1");
        float[] divisors = scale == LensBefore.Scale.FINAL || scales == null
                ? scales
                : runs.cache().get(ln1).toArray();
        Tensor read = norm.apply(stream, divisors);
        var lenses = new ArrayList<LensBefore>();
        for (int from = 0; from < positions.size(); from += AT_ONCE) {
            List<Integer> some = positions.subList(from, Math.min(positions.size(), from + AT_ONCE));
            Tensor logits = unembedded(rows(read, some));
            for (int i = 0; i < some.size(); i++) {
                Tensor logProbabilities = logSoftmax(logits.at(i));
                lenses.add(new LensBefore(
                        some.get(i),
                        TokenScore.largest(logProbabilities, count),
                        seen(some.get(i), logProbabilities, functionWords, seen)));
            }
        }
        return lenses;
    }

    private List<LensBefore.Ranked> seen(int position, Tensor logProbabilities, Set<Integer> left, int count) {
        return Arrays.stream(runs.tokens())
                .limit(position + 1L)
                .distinct()
                .filter(token -> !left.contains(token))
                .mapToObj(token ->
                        new LensBefore.Ranked(token, logProbabilities.flat(token), rank(logProbabilities, token)))
                .sorted((a, b) -> Float.compare(b.logProbability(), a.logProbability()))
                .limit(count)
                .toList();
    }

    /** Logits without any bias, [n, d_vocab]. */
    private Tensor unembedded(Tensor read) {
        return model.product(Factor.of(read), Factor.of("unembed.W_U"));
    }

    private static Tensor logSoftmax(Tensor logits) {
        double greatest = TokenScore.largest(logits, 1).getFirst().score();
        double sum = 0;
        for (int token = 0; token < logits.size(); token++) sum += Math.exp(logits.flat(token) - greatest);
        double divisor = greatest + Math.log(sum);
        var values = new float[logits.size()];
        for (int token = 0; token < values.length; token++) values[token] = (float) (logits.flat(token) - divisor);
        return Tensor.of(values, values.length);
    }

    /** How many tokens have larger values. */
    private static int rank(Tensor values, int token) {
        return TokenReading.Place.of(values, token).above();
    }

    private static Tensor rows(Tensor matrix, List<Integer> positions) {
        int width = matrix.size(1);
        var data = new float[positions.size() * width];
        for (int i = 0; i < positions.size(); i++) matrix.at(positions.get(i)).copyTo(data, i * width);
        return Tensor.of(data, positions.size(), width);
    }

    private static float[] rows(float[] values, List<Integer> positions) {
        var some = new float[positions.size()];
        for (int i = 0; i < some.length; i++) some[i] = values[positions.get(i)];
        return some;
    }
}
