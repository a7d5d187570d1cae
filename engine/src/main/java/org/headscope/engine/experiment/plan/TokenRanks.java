package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.SelfRanks;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** Where every token of the vocabulary stands in its own row of a head's circuit. */
public record TokenRanks(
        Kind circuit, int layer, int head, EffectiveEmbedding embedding, boolean unembedded, boolean scaled, int top)
        implements Analysis {
    static final Form<TokenRanks> FORM = Form.of(
            TokenRanks.class,
            "circuit_ranks",
            "where every token of the vocabulary stands in its own row of the OV or QK circuit of a head:"
                    + " self-suppression, self-copying, attention to itself; takes no prompt",
            VocabularyFields.circuit(),
            Fields.layer(),
            Fields.head(),
            VocabularyFields.embedding(),
            VocabularyFields.unembedded(),
            VocabularyFields.scaled(),
            Fields.top(20));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        Model model = setup.model();
        TokenCircuit all = VocabularyFields.circuit(
                model, circuit, layer, head, VocabularyFields.vectors(model, embedding, progress), unembedded, scaled);
        SelfRanks.Both both = SelfRanks.of(model, all, progress);
        Axis tokens = Axis.counted("token", all.count());
        results.grid(
                "from_top",
                "how many entries of a token's row are larger than its own",
                both.fromTop().ranks(),
                tokens);
        results.grid(
                "from_bottom",
                "how many entries of a token's row are smaller than its own",
                both.fromBottom().ranks(),
                tokens);
        results.table(
                "summary",
                "ranks from 0; shares from 0 to 1; numbers of tokens behind a share of the vocabulary",
                List.of(
                        "end",
                        "mean",
                        "median",
                        "share_rank_0",
                        "share_below_10",
                        "behind_10_percent",
                        "behind_5_percent"),
                List.of(summary("top", both.fromTop()), summary("bottom", both.fromBottom())));
        var rows = new ArrayList<List<Object>>();
        worst(model, rows, "top", both.fromTop());
        worst(model, rows, "bottom", both.fromBottom());
        results.table("worst", "the tokens furthest behind", List.of("end", "id", "token", "rank"), rows);
    }

    private static List<Object> summary(String end, SelfRanks ranks) {
        return List.of(
                end,
                ranks.mean(),
                ranks.median(),
                ranks.shareBelow(1),
                ranks.shareBelow(10),
                ranks.worseThan(0.1),
                ranks.worseThan(0.05));
    }

    private void worst(Model model, List<List<Object>> rows, String end, SelfRanks ranks) {
        for (SelfRanks.Ranked ranked : ranks.worst(top)) {
            rows.add(List.of(end, ranked.token(), model.tokenizer().text(ranked.token()), ranked.rank()));
        }
    }
}
