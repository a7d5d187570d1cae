package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.circuit.TokenVectors;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** Tokens whose vectors point the same way. */
public record TokenNeighbours(List<Word> tokens, EffectiveEmbedding embedding, int top) implements Analysis {
    static final Form<TokenNeighbours> FORM = Form.of(
            TokenNeighbours.class,
            "neighbours",
            "the tokens whose vectors have the largest and the smallest cosine with those of some tokens; takes no"
                    + " prompt",
            VocabularyFields.tokens(),
            VocabularyFields.embedding(),
            Fields.top(15));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        Model model = setup.model();
        List<Integer> ids = VocabularyFields.ids(model, tokens);
        TokenVectors vectors = VocabularyFields.vectors(model, embedding, progress);
        var rows = new ArrayList<List<Object>>();
        for (int token : ids) {
            Tensor cosines = vectors.cosines(model, token);
            VocabularyFields.add(model, rows, token, "nearest", TokenScore.largest(cosines, top));
            VocabularyFields.add(model, rows, token, "farthest", TokenScore.smallest(cosines, top));
        }
        results.table(
                "tokens",
                "cosines of the tokens' vectors",
                List.of("of_id", "of", "which", "rank", "id", "token", "cosine"),
                rows);
    }
}
