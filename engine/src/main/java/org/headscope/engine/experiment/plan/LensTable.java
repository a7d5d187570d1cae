package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.experiment.Predictions;
import org.headscope.engine.experiment.result.Axis;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.tensor.Tensor;

/** Collects what a lens reads: for each prompt, then each position, the rows from the embedding to the end. */
final class LensTable {
    private final Setup setup;
    private final int top;
    private final List<List<Object>> lines = new ArrayList<>();
    private final List<Tensor> cells = new ArrayList<>();

    LensTable(Setup setup, int top) {
        this.setup = setup;
        this.top = top;
    }

    /** @param logProbabilities [d_vocab] */
    void add(int prompt, int position, String row, Tensor logProbabilities) {
        cells.add(logProbabilities);
        for (Prediction next : new Predictions(logProbabilities, 0).top(top)) {
            lines.add(List.of(
                    prompt,
                    position,
                    setup.clean().get(prompt).get(position).label(),
                    row,
                    next.rank(),
                    next.id(),
                    setup.model().tokenizer().text(next.id()),
                    next.logProbability()));
        }
    }

    void addTo(Results results, List<String> rows, Axis places, boolean all) {
        results.table(
                "lens",
                "the most likely tokens of each row of the lens; rank 0 is the most likely, log-probabilities are in"
                        + " nats",
                List.of("prompt", "pos", "token", "row", "rank", "id", "next", "log_probability"),
                lines);
        Axis prompts = new Axes(setup).prompts();
        var ofRows = new Axis("row", rows);
        if (!setup.rights().isEmpty()) {
            var answers = new float[cells.size()];
            int each = places.size() * rows.size();
            for (int i = 0; i < answers.length; i++) {
                answers[i] = cells.get(i).flat(setup.rights().get(i / each));
            }
            results.grid(
                    "answer_log_probability",
                    "log-probability of the right answer as the next token, in nats",
                    Tensor.of(answers, prompts.size(), places.size(), rows.size()),
                    prompts,
                    places,
                    ofRows);
        }
        if (!all) return;
        int vocabulary = cells.getFirst().size();
        var data = new float[Math.multiplyExact(cells.size(), vocabulary)];
        for (int i = 0; i < cells.size(); i++) cells.get(i).copyTo(data, i * vocabulary);
        results.grid(
                "log_probabilities",
                "log-probabilities of all tokens, in nats",
                Tensor.of(data, prompts.size(), places.size(), rows.size(), vocabulary),
                prompts,
                places,
                ofRows,
                Axis.counted("token", vocabulary));
    }
}
