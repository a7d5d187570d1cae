package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.circuit.TokenVectors;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** What analyses of circuits between all tokens of the vocabulary have in common. */
final class VocabularyFields {
    private static final Form<EffectiveEmbedding> EMBEDDING = Form.of(
            EffectiveEmbedding.class,
            "embedding",
            "the vector that a token stands for: its embedding, or what layer 0 makes of the token alone",
            Field.required("part", Kinds.choice(EffectiveEmbedding.Part.class), "which vector"),
            Fields.flag("attention", false, "whether the heads of layer 0 attend to the token itself"),
            Fields.flag("biases", false, "whether what that attention writes whatever it reads is part of it"));

    private VocabularyFields() {}

    static Field<Kind> circuit() {
        return Field.required("circuit", Kinds.choice(Kind.class), "which circuit");
    }

    static Field<List<Word>> tokens() {
        return Field.required("tokens", Kinds.list(Word.KIND, 1, 100), "the tokens that are looked at");
    }

    static Field<EffectiveEmbedding> embedding() {
        return Field.optional(
                "embedding", EMBEDDING, EffectiveEmbedding.PLAIN, "what tokens stand for; missing for W_E");
    }

    static Field<Boolean> unembedded() {
        return Fields.flag(
                "unembedded", true, "whether queries are made of the unembedding rather than of the embedding");
    }

    static Field<Boolean> scaled() {
        return Fields.flag("scaled", false, "whether vectors are divided by their standard deviation");
    }

    static TokenVectors vectors(Model model, EffectiveEmbedding embedding, Progress progress) throws PromptException {
        if (!embedding.fits(model.config())) {
            throw new PromptException("This model has no MLP in layer 0, so its tokens have no such vectors.");
        }
        return TokenVectors.of(model, embedding, progress);
    }

    static TokenCircuit circuit(
            Model model, Kind kind, int layer, int head, TokenVectors sources, boolean unembedded, boolean scaled) {
        return kind == Kind.OV
                ? TokenCircuit.ov(model, layer, head, sources, scaled)
                : TokenCircuit.qk(
                        model, layer, head, unembedded ? TokenVectors.unembedding(model) : sources, sources, scaled);
    }

    static List<Integer> ids(Model model, List<Word> tokens) throws PromptException {
        var ids = new ArrayList<Integer>();
        for (Word token : tokens) ids.add(token.id(model.tokenizer()));
        return ids;
    }

    static void add(Model model, List<List<Object>> rows, int token, String which, List<TokenScore> scores) {
        for (int rank = 0; rank < scores.size(); rank++) {
            TokenScore score = scores.get(rank);
            rows.add(List.of(
                    token,
                    model.tokenizer().text(token),
                    which,
                    rank,
                    score.token(),
                    model.tokenizer().text(score.token()),
                    score.score()));
        }
    }
}
