package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.algebra.FactoredMatrix;
import org.headscope.engine.analysis.circuit.Circuits;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Factor;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** A circuit of one head. */
public record Circuit(Which circuit, int layer, int head, int top) implements Analysis {
    /** Which circuit. */
    public enum Which {
        /** W_V W_O. */
        OV,
        /** W_Q W_K^T. */
        QK,
        /** From the tokens of the first prompt to logits. */
        FULL_OV,
        /** Between the tokens of the first prompt. */
        FULL_QK,
        /** Between the positions of the first prompt. */
        POSITIONAL_QK
    }

    static final Form<Circuit> FORM = Form.of(
            Circuit.class,
            "circuit",
            "the OV or QK circuit of a head: as a matrix, from the first prompt's tokens to logits, or between its"
                    + " tokens or positions",
            Field.required("circuit", Kinds.choice(Which.class), "which"),
            Fields.layer(),
            Fields.head(),
            Fields.top(10));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, head);
        var circuits = new Circuits(setup.model());
        switch (circuit) {
            case OV -> matrix(results, "W_V W_O", circuits.ov(layer, head));
            case QK -> matrix(results, "W_Q W_K^T", circuits.qk(layer, head));
            case FULL_OV -> fullOv(setup, results, circuits);
            case FULL_QK -> {
                Factor tokens = Factor.of("embed.W_E").rows(ids(setup));
                square(
                        setup,
                        results,
                        circuits.fullQk(layer, head, tokens, tokens).matrix(),
                        "token embeddings");
            }
            case POSITIONAL_QK -> {
                setup.tokens(Prompts.CLEAN);
                if (!setup.model().config().positions().isLearned()) {
                    throw new PromptException("This model has no position embedding, so it has no such circuit.");
                }
                Factor positions = Factor.of("pos_embed.W_pos")
                        .rows(IntStream.range(0, setup.evenLength()).boxed().toList());
                Tensor scores =
                        circuits.fullQk(layer, head, positions, positions).matrix();
                square(setup, results, scores, "position embeddings");
            }
        }
    }

    private static void matrix(Results results, String name, FactoredMatrix matrix) {
        Tensor values = matrix.matrix();
        results.grid(
                "matrix",
                name + ", which acts on row vectors from the right",
                values,
                Axis.counted("from", values.size(0)),
                Axis.counted("to", values.size(1)));
        Tensor s = matrix.svd().s();
        results.grid("singular_values", "singular values of " + name, s, Axis.counted("rank", s.size()));
    }

    private static List<Integer> ids(Setup setup) throws PromptException {
        setup.evenLength();
        return IntStream.of(setup.tokens(Prompts.CLEAN)[0]).boxed().toList();
    }

    private void fullOv(Setup setup, Results results, Circuits circuits) throws PromptException {
        List<Integer> ids = ids(setup);
        Tensor logits =
                circuits.fullOv(layer, head, Factor.of("embed.W_E").rows(ids)).matrix();
        results.grid(
                "logits",
                "what attending to each token of the first prompt adds to each logit, W_E W_V W_O W_U, in logits"
                        + " before the final norm divides",
                logits,
                new Axes(setup).positions("pos"),
                Axis.counted("token", logits.size(1)));
        var rows = new ArrayList<List<Object>>();
        for (int position = 0; position < ids.size(); position++) {
            add(setup, rows, position, "most", TokenScore.largest(logits.at(position), top));
            add(setup, rows, position, "least", TokenScore.smallest(logits.at(position), top));
        }
        results.table(
                "tokens",
                "the tokens whose logits grow most and least where the head attends to a token of the first prompt",
                List.of("pos", "attended", "which", "rank", "id", "token", "logit"),
                rows);
    }

    private static void add(Setup setup, List<List<Object>> rows, int position, String which, List<TokenScore> scores) {
        for (int rank = 0; rank < scores.size(); rank++) {
            TokenScore score = scores.get(rank);
            rows.add(List.of(
                    position,
                    setup.clean().getFirst().get(position).label(),
                    which,
                    rank,
                    score.token(),
                    setup.model().tokenizer().text(score.token()),
                    score.score()));
        }
    }

    private static void square(Setup setup, Results results, Tensor scores, String of) {
        var axes = new Axes(setup);
        results.grid(
                "scores",
                "attention scores between " + of
                        + " of the first prompt, W_Q W_K^T / attn_scale, without norms' scales,"
                        + " biases and rotations",
                scores,
                axes.positions("query"),
                axes.positions("key"));
    }
}
