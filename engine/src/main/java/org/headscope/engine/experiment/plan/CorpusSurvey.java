package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.ModelConfig;
import org.headscope.engine.run.Progress;
import org.headscope.engine.survey.Chunking;
import org.headscope.engine.survey.Corpus;
import org.headscope.engine.survey.Effect;
import org.headscope.engine.survey.HeadSummary;
import org.headscope.engine.survey.HeadSurvey;
import org.headscope.engine.survey.SurveyPlan;
import org.headscope.engine.survey.SurveyStore;
import org.headscope.engine.survey.SurveySubject;
import org.headscope.engine.survey.SurveyTable;
import org.headscope.engine.survey.TokenEffect;
import org.headscope.engine.survey.TokenQuery;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What every head does for every token of a corpus, kept in a file that later runs go on with.
 *
 * @param corpus files, relative to that of the experiment
 * @param survey the file that keeps what was measured, relative to that of the experiment
 * @param heads none for all
 * @param chunkLength 0 for what is usual
 * @param mostTokens how many are measured, 0 for all of the corpus
 * @param top how many tokens of each head are listed
 */
public record CorpusSurvey(
        List<String> corpus,
        String survey,
        List<Site> heads,
        SurveyPlan.Ablation ablation,
        int meanChunks,
        boolean total,
        int chunkLength,
        boolean rest,
        boolean straightQuotes,
        int mostTokens,
        int top)
        implements Analysis {
    static final Form<CorpusSurvey> FORM = Form.of(
            CorpusSurvey.class,
            "head_survey",
            "what every head does for every token of a corpus, kept in a file that later runs go on with",
            Field.required(
                    "corpus",
                    Kinds.list(Kinds.text(1, 4096), 1, 10_000),
                    "files of text, .jsonl or .csv, relative to this file"),
            Field.required(
                    "survey", Kinds.text(1, 4096), "the file that keeps what was measured, relative to this file"),
            Field.optional(
                    "heads",
                    Kinds.list(Kinds.mapped(Kinds.text(3, 20), Site::head, Site::label), 1, Fields.MANY),
                    List.of(),
                    "heads, each written as 10.7; missing for all"),
            Fields.choice("ablation", SurveyPlan.Ablation.MEAN, "what the output of a head is replaced by"),
            Field.optional(
                    "mean_chunks",
                    Kinds.whole(1, Fields.MANY),
                    SurveyPlan.MEAN_CHUNKS,
                    "over how many chunks means are taken, one for each position"),
            Fields.flag("total", false, "whether total and indirect effects are measured, too"),
            Field.optional("chunk_length", Kinds.whole(0, Fields.MANY), 0, "tokens of a chunk; 0 for what is usual"),
            Fields.flag("rest", true, "whether the ends of documents make shorter chunks"),
            Fields.flag("straight_quotes", false, "whether curly quotes become straight ones"),
            Field.optional(
                    "most_tokens",
                    Kinds.whole(0, Integer.MAX_VALUE),
                    0,
                    "no new chunk begins where this many tokens are measured; 0 for all of the corpus"),
            Field.optional(
                    "top",
                    Kinds.whole(0, 1000),
                    5,
                    "how many tokens are listed that each head helps most, and hurts" + " most"));

    public CorpusSurvey {
        corpus = List.copyOf(corpus);
        heads = List.copyOf(heads);
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException, ModelException {
        setup.requireUnchanged();
        var files = new Corpus(corpus.stream().map(setup.folder()::resolve).toList());
        SurveySubject subject = SurveySubject.of(setup.model(), files, plan(setup));
        try (SurveyStore store = SurveyStore.open(setup.folder().resolve(survey), subject)) {
            long most = mostTokens == 0 ? Long.MAX_VALUE : mostTokens;
            new HeadSurvey(setup.model(), files, store).run(most, _ -> {}, progress);
            report(store.table(), subject.plan(), new Axes(setup), results);
        }
    }

    private SurveyPlan plan(Setup setup) {
        ModelConfig config = setup.model().config();
        Chunking usual = Chunking.of(config);
        int length = chunkLength == 0 ? usual.length() : chunkLength;
        return new SurveyPlan(
                new Chunking(length, setup.plan().prependBos(), rest, straightQuotes),
                ablation,
                meanChunks,
                total,
                heads.isEmpty() ? SurveyPlan.heads(config) : heads);
    }

    private void report(SurveyTable table, SurveyPlan plan, Axes axes, Results results) throws ModelException {
        results.number("chunks", table.chunks(), "how many chunks were measured");
        results.number("tokens", table.tokens(), "how many tokens were measured");
        results.number("loss", table.meanLoss(), "the mean loss of these tokens without a change, in nats");
        for (Effect effect : plan.effects()) {
            List<HeadSummary> summaries = table.summaries(effect);
            if (heads.isEmpty()) grid(summaries, effect, axes, results);
            table(summaries, effect, results);
        }
        if (top > 0) tokens(table, plan, results);
    }

    private static void grid(List<HeadSummary> summaries, Effect effect, Axes axes, Results results) {
        var means = new float[summaries.size()];
        for (int i = 0; i < means.length; i++)
            means[i] = (float) summaries.get(i).mean();
        results.grid(
                effect.label(),
                "mean loss with the " + effect.label()
                        + " effect of replacing each head minus mean loss without, in nats: positive where it helps",
                Tensor.of(means, axes.layers().size(), axes.heads().size()),
                axes.layers(),
                axes.heads());
    }

    private static void table(List<HeadSummary> summaries, Effect effect, Results results) {
        var columns = new ArrayList<>(List.of("head", "mean", "mean_absolute", "top_share"));
        for (double level : HeadSummary.LEVELS) columns.add("quantile_" + level);
        List<List<Object>> rows = summaries.stream()
                .sorted(Comparator.comparingDouble(HeadSummary::mean).reversed())
                .map(CorpusSurvey::row)
                .toList();
        results.table(
                "heads_" + effect.label(),
                "the " + effect.label()
                        + " effect of each head on the loss of a token, in nats, positive where it helps;"
                        + " top_share is how much of all benefit comes from the 5 % of tokens with the most",
                columns,
                rows);
    }

    private static List<Object> row(HeadSummary of) {
        var row = new ArrayList<Object>(Arrays.asList(of.head().label(), of.mean(), of.meanAbsolute(), of.topShare()));
        row.addAll(of.quantiles());
        return row;
    }

    private void tokens(SurveyTable table, SurveyPlan plan, Results results) throws ModelException {
        var rows = new ArrayList<List<Object>>();
        for (Site head : plan.heads()) {
            for (var order : List.of(TokenQuery.Order.MOST_HELPED, TokenQuery.Order.MOST_HURT)) {
                for (TokenEffect token : table.tokens(TokenQuery.of(head, Effect.DIRECT, order, top))) {
                    rows.add(List.of(
                            head.label(),
                            order.name().toLowerCase(Locale.ROOT),
                            token.chunk(),
                            token.position(),
                            table.before(token),
                            token.text(),
                            token.loss(),
                            token.direct()));
                }
            }
        }
        results.table(
                "tokens",
                "the tokens that each head helps and hurts most by its direct effect, in nats, with the text before"
                        + " them",
                List.of("head", "order", "chunk", "position", "before", "token", "loss", "direct"),
                rows);
    }
}
