package org.headscope.app.attention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.session.Shown;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Makes the pictures of heads. The pattern needs nothing but the run, on any thread; the other quantities ask the model
 * and belong on the engine's thread.
 */
final class HeadReader {
    private final Map<Site, Lengths> lengths = new HashMap<>();
    private Model lengthsOf;

    HeadPicture read(HeadQuestion question, Progress progress) throws PromptException {
        Run before = question.comparison().before();
        Run after = question.comparison().after();
        float[] values = question.shown() == Shown.BEFORE
                ? values(question, before, progress)
                : values(question, after, progress);
        if (question.shown() == Shown.DIFFERENCE) {
            float[] base = values(question, before, progress);
            for (int i = 0; i < values.length; i++) values[i] -= base[i];
        }
        Matrix beside = question.shown() == Shown.BOTH ? seen(values(question, before, progress), after) : null;
        return new HeadPicture(
                question,
                HeadPicture.labels(after.tokens()),
                seen(values, after),
                beside,
                bosShares(question, before),
                bosShares(question, after));
    }

    /** What queries can see; NaN for keys behind them. [query, key] */
    private static Matrix seen(float[] values, Run run) {
        int size = run.tokens().size();
        for (int query = 0; query < size; query++) {
            for (int key = query + 1; key < size; key++) values[query * size + key] = Float.NaN;
        }
        return Matrix.of(size, size, values);
    }

    /** The quantity summed over the heads, [query * key]. */
    private float[] values(HeadQuestion question, Run run, Progress progress) throws PromptException {
        return switch (question.quantity()) {
            case PATTERN ->
                sum(question.heads(), site -> run.pattern(site.layer()).at(site.head()));
            case WEIGHTED -> sum(question.heads(), site -> weighted(question.model(), run, site));
            case SCORES -> {
                RunResult scores = scores(question, run, progress);
                yield sum(
                        question.heads(),
                        site -> scores.kept().get("attn_scores", site.layer()).at(0, site.head()));
            }
        };
    }

    /** A matrix for each head. */
    interface OfHead {
        Tensor of(Site site);
    }

    static float[] sum(List<Site> heads, OfHead source) {
        float[] sum = null;
        for (Site site : heads) {
            Tensor matrix = source.of(site);
            if (sum == null) {
                sum = matrix.toArray();
            } else {
                for (int i = 0; i < sum.length; i++) sum[i] += matrix.flat(i);
            }
        }
        return sum;
    }

    private Tensor weighted(Model model, Run run, Site site) {
        Tensor values = run.activation(HookName.of("v", site.layer()));
        return Lengths.weigh(
                run.pattern(site.layer()).at(site.head()),
                lengths(model, site).of(values, model.config().attention().keyValueHead(site.head())));
    }

    /** The lengths of a head, kept for each head that was looked at until another model comes. */
    private Lengths lengths(Model model, Site site) {
        if (model != lengthsOf) {
            lengths.clear();
            lengthsOf = model;
        }
        return lengths.computeIfAbsent(
                site,
                head -> Lengths.of(model.parameter(HookName.block(head.layer(), "attn.W_O"))
                        .at(head.head())));
    }

    /** Scores are not kept by every run: they are computed when they are looked at, up to the last layer needed. */
    private static RunResult scores(HeadQuestion question, Run run, Progress progress) throws PromptException {
        var names = new ArrayList<String>();
        int last = 0;
        for (Site site : question.heads()) {
            names.add(HookName.of("attn_scores", site.layer()));
            last = Math.max(last, site.layer());
        }
        return question.model()
                .run(
                        RunRequest.of(run.tokens())
                                .keep(names.toArray(String[]::new))
                                .with(run.experiment().active())
                                .stopAt(last + 1),
                        progress);
    }

    /** Share of each query's attention that position 0 takes, averaged over the heads. [query] */
    private static float[] bosShares(HeadQuestion question, Run run) {
        var shares = new float[run.tokens().size()];
        for (Site site : question.heads()) {
            Tensor pattern = run.pattern(site.layer()).at(site.head());
            for (int query = 0; query < shares.length; query++) {
                shares[query] += pattern.get(query, 0) / question.heads().size();
            }
        }
        return shares;
    }
}
