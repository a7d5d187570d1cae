package org.headscope.engine.experiment.plan;

import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.attention.ScoreSplit;
import org.headscope.engine.analysis.attention.ScoreWriters;
import org.headscope.engine.analysis.attention.ScoreWriters.Writers;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** An attention score split over the writers of query and key. */
public record ScoreSplits(int layer, int head, int query, int key, Writers writers) implements Analysis {
    static final Form<ScoreSplits> FORM = Form.of(
            ScoreSplits.class,
            "score_writers",
            "an attention score of the first prompt, split over the writers of query and key",
            Fields.layer(),
            Fields.head(),
            Field.optional(
                    "query",
                    Kinds.whole(-Fields.MANY, Fields.MANY),
                    -1,
                    "position of the query; negative from the end"),
            Field.required("key", Kinds.whole(-Fields.MANY, Fields.MANY), "position of the key; negative from the end"),
            Fields.choice("writers", Writers.COMPONENTS, "which parts of the model are told apart"));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        var split = new ScoreWriters(layer, head, writers);
        var request =
                setup.changed(Prompts.CLEAN).keep(split.hooks(setup.model().config()));
        var cache = ActivationCache.run(setup.model(), request, progress).prompt(0);
        ScoreSplit score = split.of(cache, 0, setup.counted(0, query), setup.counted(0, key));
        results.number("score", score.score(), "the attention score, before soft cap, ALiBi and mask");
        results.grid(
                "score_split",
                "what each pair of writers contributes to the score; the sum is the score",
                score.values(),
                new Axis("at the query", score.query()),
                new Axis("at the key", score.key()));
        results.grid(
                "by_query",
                "contribution of each writer at the query",
                score.byQuery(),
                new Axis("at the query", score.query()));
        results.grid(
                "by_key", "contribution of each writer at the key", score.byKey(), new Axis("at the key", score.key()));
    }
}
