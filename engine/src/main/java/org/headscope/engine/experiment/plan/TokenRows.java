package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.analysis.circuit.TokenReading;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Rows or columns of a head's circuit between all tokens of the vocabulary. */
public record TokenRows(
        Kind circuit,
        int layer,
        int head,
        Fixed fixed,
        List<Word> tokens,
        EffectiveEmbedding embedding,
        boolean unembedded,
        boolean scaled,
        int top)
        implements Analysis {
    static final Form<TokenRows> FORM = Form.of(
            TokenRows.class,
            "circuit_rows",
            "rows or columns of the OV or QK circuit of a head between all tokens of the vocabulary, without biases and"
                    + " rotations; takes no prompt",
            VocabularyFields.circuit(),
            Fields.layer(),
            Fields.head(),
            Field.optional("fixed", Kinds.choice(Fixed.class), Fixed.SOURCE, "what the tokens are"),
            VocabularyFields.tokens(),
            VocabularyFields.embedding(),
            VocabularyFields.unembedded(),
            VocabularyFields.scaled(),
            Fields.top(15));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        Model model = setup.model();
        List<Integer> ids = VocabularyFields.ids(model, tokens);
        TokenCircuit all = VocabularyFields.circuit(
                model, circuit, layer, head, VocabularyFields.vectors(model, embedding, progress), unembedded, scaled);
        var scores = new float[ids.size() * all.count()];
        var rows = new ArrayList<List<Object>>();
        var own = new ArrayList<List<Object>>();
        for (int i = 0; i < ids.size(); i++) {
            progress.at(i, ids.size());
            int token = ids.get(i);
            Tensor row = all.scores(fixed, token);
            row.copyTo(scores, i * all.count());
            TokenReading reading = TokenReading.of(row, top, List.of(token));
            VocabularyFields.add(model, rows, token, "most", reading.most());
            VocabularyFields.add(model, rows, token, "least", reading.least());
            TokenReading.Place place = reading.marked().getFirst();
            own.add(List.of(token, model.tokenizer().text(token), place.score(), place.above(), place.below()));
        }
        results.grid(
                "scores",
                circuit == Kind.OV
                        ? "what attending to a source adds to a logit, before the final norm divides"
                        : "attention scores before the softmax",
                Tensor.of(scores, ids.size(), all.count()),
                Axis.counted("held", ids.size()),
                Axis.counted("token", all.count()));
        results.table(
                "tokens",
                "the tokens at both ends for each token that is held",
                List.of("held_id", "held", "which", "rank", "id", "token", "value"),
                rows);
        results.table(
                "itself",
                "where each held token stands itself; ranks from 0",
                List.of("id", "token", "value", "from_top", "from_bottom"),
                own);
    }
}
