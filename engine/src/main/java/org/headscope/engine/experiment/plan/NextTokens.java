package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.experiment.Predictions;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** The most likely next tokens, the loss of each token, and the metric. */
public record NextTokens(List<Integer> positions, int top) implements Analysis {
    static final Form<NextTokens> FORM = Form.of(
            NextTokens.class,
            "next_tokens",
            "the most likely next tokens, the loss of each token, and the metric",
            Fields.positions(),
            Fields.top(10));

    static final String LOSS = "negative log-probability of each token given those before it, in nats";

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        RunRequest request = setup.changed(Prompts.CLEAN);
        RunResult run = setup.model().run(request, progress);
        results.number(
                "metric",
                setup.metric().value(request, run),
                setup.plan().measured().words());
        results.number("loss", run.loss(), "mean " + LOSS);
        var rows = new ArrayList<List<Object>>();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            for (int position : setup.counted(prompt, positions)) {
                int place = setup.place(prompt, position);
                var predictions = new Predictions(
                        run.logits(prompt, place), run.logSumExp().get(prompt, place));
                for (Prediction next : predictions.top(top)) {
                    rows.add(List.of(
                            prompt,
                            position,
                            setup.clean().get(prompt).get(position).label(),
                            next.rank(),
                            next.id(),
                            setup.model().tokenizer().text(next.id()),
                            next.logit(),
                            next.logProbability(),
                            next.probability()));
                }
            }
        }
        results.table(
                "next_tokens",
                "the most likely tokens behind each position; rank 0 is the most likely, log-probabilities are in nats",
                List.of("prompt", "pos", "token", "rank", "id", "next", "logit", "log_probability", "probability"),
                rows);
        Axis predicted = new Axis("pos", setup.positionLabels().subList(1, setup.length()));
        results.grid("loss_per_token", LOSS, losses(request, run.lossPerToken()), new Axes(setup).prompts(), predicted);
    }

    /** NaN where nothing is predicted, or nothing predicts, because there is padding. */
    private static Tensor losses(RunRequest request, Tensor losses) {
        float[] data = losses.toArray();
        for (int i = 0; i < data.length; i++) {
            if (!request.predicts(i / losses.size(1), i % losses.size(1))) data[i] = Float.NaN;
        }
        return Tensor.of(data, losses.shape());
    }
}
