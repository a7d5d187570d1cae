package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.circuit.SvdInterpreter;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Matrix;
import org.headscope.engine.analysis.circuit.SvdInterpreter.Reading;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What the singular vectors of a weight matrix mean in tokens. */
public record SingularVectors(Matrix matrix, int layer, int vectors, int top) implements Analysis {
    private static final Kind<Matrix> MATRIX = Variants.of(
            Form.of(Matrix.Ov.class, "ov", "what a head writes, W_V W_O", Fields.head()),
            Form.of(Matrix.In.class, "w_in", "what the neurons of an MLP read"),
            Form.of(Matrix.Out.class, "w_out", "what the neurons of an MLP write"));

    static final Form<SingularVectors> FORM = Form.of(
            SingularVectors.class,
            "svd",
            "what the singular vectors of a weight matrix mean in tokens (SVDInterpreter); takes no prompt",
            Field.required("matrix", MATRIX, "which matrix"),
            Fields.layer(),
            Field.optional("vectors", Kinds.whole(1, 1000), 5, "how many, from the largest singular value down"),
            Fields.top(10));

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        setup.checkHead(layer, matrix instanceof Matrix.Ov(int head) ? head : 0);
        List<Reading> readings = new SvdInterpreter(matrix, layer, vectors, top).of(setup.model());
        var values = new float[readings.size()];
        int width = setup.model().config().dModel();
        var directions = new float[readings.size() * width];
        var rows = new ArrayList<List<Object>>();
        for (int vector = 0; vector < readings.size(); vector++) {
            Reading reading = readings.get(vector);
            values[vector] = reading.value();
            reading.direction().copyTo(directions, vector * width);
            add(setup, rows, vector, "towards", reading.positive());
            add(setup, rows, vector, "away", reading.negative());
        }
        Axis ofVectors = Axis.counted("vector", readings.size());
        results.grid("singular_values", "singular values, largest first", Tensor.of(values, values.length), ofVectors);
        results.grid(
                "directions",
                "the vectors in the residual stream; their sign is arbitrary",
                Tensor.of(directions, values.length, width),
                ofVectors,
                Axis.counted("d_model", width));
        results.table(
                "tokens",
                "the tokens each vector points towards and away from, with what it adds to their logits; which end is"
                        + " which is arbitrary",
                List.of("vector", "end", "rank", "id", "token", "logit"),
                rows);
    }

    private static void add(Setup setup, List<List<Object>> rows, int vector, String end, List<TokenScore> scores) {
        for (int rank = 0; rank < scores.size(); rank++) {
            TokenScore score = scores.get(rank);
            String text = setup.model().tokenizer().text(score.token());
            rows.add(List.of(vector, end, rank, score.token(), text, score.score()));
        }
    }
}
