package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.headscope.engine.analysis.suppression.Cspa;
import org.headscope.engine.analysis.suppression.Cspa.CspaText;
import org.headscope.engine.analysis.suppression.Cspa.Kept;
import org.headscope.engine.analysis.suppression.CspaScore;
import org.headscope.engine.analysis.suppression.FunctionWords;
import org.headscope.engine.analysis.suppression.HeadMeans;
import org.headscope.engine.analysis.suppression.HeadOnText;
import org.headscope.engine.analysis.suppression.HeadReplacement;
import org.headscope.engine.analysis.suppression.SemanticSets;
import org.headscope.engine.analysis.suppression.TokenSets;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.ColouredText;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/**
 * Copy-suppression preserving ablation: how much of what a head does on the prompts is copy suppression (McDougall et al.
 * 2310.04625).
 *
 * @param over prompts that the head's means are taken over; none for those of the experiment
 * @param predicted how many tokens count as predicted at a destination, or 0 for a share
 * @param share of the tokens up to a destination that count as predicted
 */
public record PreservingAblation(
        int layer,
        int head,
        List<Asked> over,
        int predicted,
        double share,
        int perSource,
        boolean negativeOnly,
        boolean strict,
        boolean self,
        Cspa.Circuit circuit,
        int bins)
        implements Analysis {
    static final Form<PreservingAblation> FORM = Form.of(
            PreservingAblation.class,
            "copy_suppression_ablation",
            "how much of a head's direct effect is copy suppression: the head replaced by its mean, and the same with"
                    + " what lowers tokens that are predicted already and attended to kept",
            Fields.layer(),
            Fields.head(),
            Field.optional(
                    "over",
                    Kinds.list(Asked.KIND, 1, 10_000),
                    List.of(),
                    "the prompts that the head's mean at each position is taken over; missing for those of the"
                            + " experiment"),
            Field.optional(
                    "predicted",
                    Kinds.whole(0, Fields.MANY),
                    0,
                    "how many tokens count as predicted at a destination; 0 for a share"),
            Field.optional(
                    "share",
                    Kinds.number(0, 1),
                    0.05,
                    "of the tokens so far that count as predicted, where no number is given"),
            Field.optional(
                    "per_source",
                    Kinds.whole(1, 100),
                    1,
                    "how many tokens alike (case, space, plural, parts) stand for a source, itself among them"),
            Fields.flag(
                    "negative_only", true, "whether only what lowers a token is kept; needs one token for each source"),
            Fields.flag("strict", false, "whether a destination with few tokens to choose from keeps just these"),
            Fields.flag("keep_self", true, "whether a token may be a source for itself"),
            Fields.choice("circuit", Cspa.Circuit.BOTH, "which circuit is cut down to copy suppression"),
            Field.optional(
                    "bins", Kinds.whole(1, 10_000), 200, "how many bins of tokens the table of bins has at most"));

    public PreservingAblation {
        over = List.copyOf(over);
        if (negativeOnly && perSource > 1) {
            throw new IllegalArgumentException("\"negative_only\" needs \"per_source\" to be 1.");
        }
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        setup.requireUnchanged();
        int[][] prompts = setup.tokens(Prompts.CLEAN);
        Model model = setup.model();
        Site site = Site.head(layer, head);
        HeadReplacement mean = means(setup, prompts, site, progress);
        TokenSets sets = perSource == 1 ? TokenSets.ALONE : new SemanticSets(model.tokenizer(), progress);
        var settings = new Cspa(
                predicted > 0 ? new Cspa.Count(predicted) : new Cspa.Fraction(share),
                perSource,
                negativeOnly,
                FunctionWords.standard().ids(model.tokenizer()),
                strict,
                self,
                circuit);
        var texts = new ArrayList<CspaText>();
        for (int[] prompt : prompts) {
            HeadOnText text = HeadOnText.of(model, prompt, site, progress);
            texts.add(settings.of(text, mean, sets, progress));
        }
        report(setup, results, texts);
    }

    private HeadReplacement means(Setup setup, int[][] prompts, Site site, Progress progress) throws PromptException {
        var rows = new ArrayList<int[]>();
        for (Asked one : over) {
            rows.add(one.tokens(setup.model().tokenizer(), setup.plan().prependBos())
                    .ids());
        }
        if (rows.isEmpty()) rows.addAll(List.of(prompts));
        if (rows.size() == 1) {
            throw new PromptException("The mean over one prompt is what the head does there: give several prompts, or"
                    + " \"over\" others.");
        }
        return HeadMeans.of(setup.model(), site, rows, progress).replacement(rows.size() + " prompts");
    }

    private void report(Setup setup, Results results, List<CspaText> texts) {
        CspaScore score = CspaScore.of(texts);
        results.number(
                "kl_recovered",
                score.klRecovered(),
                "1 - mean KL(original || preserved) / mean KL(original || mean ablation): the share of the head's"
                        + " effect that is copy suppression");
        results.number(
                "loss_recovered",
                score.lossRecovered(),
                "the same of the mean change of loss; outside of 0 to 1 where changes of both signs cancel");
        results.table(
                "bins",
                "tokens in order of the change of loss under mean ablation, as many in each bin: mean changes, in nats",
                List.of("bin", "ablated", "preserved"),
                bins(score));
        var losses = new ArrayList<List<Object>>();
        var kept = new ArrayList<List<Object>>();
        for (int prompt = 0; prompt < texts.size(); prompt++) {
            Tokens tokens = setup.clean().get(prompt);
            addLosses(losses, prompt, tokens, texts.get(prompt));
            addKept(setup, kept, prompt, tokens, texts.get(prompt));
            results.text(coloured(prompt, tokens, texts.get(prompt)));
        }
        results.table(
                "loss_changes",
                "loss with the head replaced minus loss with it, in nats: positive where the head helps the next token",
                List.of("prompt", "pos", "token", "next", "loss", "ablated", "preserved"),
                losses);
        results.table(
                "kept",
                "which tokens a destination keeps: predicted already, by this logit, and seen at the source",
                List.of("prompt", "pos", "token", "source", "kept", "logit"),
                kept);
    }

    private List<List<Object>> bins(CspaScore score) {
        var rows = new ArrayList<List<Object>>();
        for (CspaScore.Point bin : score.bins(bins)) rows.add(List.of(rows.size(), bin.ablated(), bin.preserved()));
        return rows;
    }

    private static void addLosses(List<List<Object>> rows, int prompt, Tokens tokens, CspaText text) {
        Tensor before = text.ablated().lossBefore();
        for (int position = 0; position < before.size(); position++) {
            rows.add(List.of(
                    prompt,
                    position,
                    tokens.get(position).label(),
                    tokens.get(position + 1).label(),
                    before.flat(position),
                    text.ablated().lossChange().flat(position),
                    text.preserved().lossChange().flat(position)));
        }
    }

    private static void addKept(Setup setup, List<List<Object>> rows, int prompt, Tokens tokens, CspaText text) {
        for (int position = 0; position < text.kept().size(); position++) {
            for (Kept pair : text.kept().get(position)) {
                rows.add(List.of(
                        prompt,
                        position,
                        tokens.get(position).label(),
                        pair.source(),
                        setup.model().tokenizer().text(pair.token()),
                        pair.logit()));
            }
        }
    }

    private ColouredText coloured(int prompt, Tokens tokens, CspaText text) {
        var pieces = new ArrayList<ColouredText.Piece>();
        for (int position = 0; position < tokens.size(); position++) {
            boolean last = position == tokens.size() - 1;
            double change = last ? Double.NaN : text.ablated().lossChange().flat(position);
            var words = new ArrayList<>(
                    List.of(position + " " + tokens.get(position).label()));
            if (!last) {
                words.addAll(Arrays.asList(
                        "next: " + tokens.get(position + 1).label(),
                        String.format(
                                Locale.ROOT,
                                "loss %.3f",
                                text.ablated().lossBefore().flat(position)),
                        String.format(Locale.ROOT, "ablated %+.3f", change),
                        String.format(
                                Locale.ROOT,
                                "preserved %+.3f",
                                text.preserved().lossChange().flat(position))));
            }
            pieces.add(new ColouredText.Piece(tokens.get(position).text(), change, words));
        }
        return new ColouredText(
                "prompt " + prompt,
                "loss of the next token with head " + layer + "." + head
                        + " replaced by its mean minus loss with it: blue where the head helps, red where it hurts,"
                        + " deepest at 2.5 nats; click a token to keep its numbers in sight",
                pieces);
    }
}
