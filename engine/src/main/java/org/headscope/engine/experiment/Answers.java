package org.headscope.engine.experiment;

import java.util.Optional;
import org.headscope.engine.model.Model;

/** Both answers of an experiment as a model sees them; nothing where none is given, or none that can be encoded. */
public record Answers(Optional<Answer> right, Optional<Answer> wrong) {
    public static Answers of(Model model, Experiment experiment) {
        return new Answers(
                Answer.of(model.tokenizer(), experiment.answer()), Answer.of(model.tokenizer(), experiment.wrong()));
    }

    /** What an experiment with these answers measures. */
    public Metric.Kind kind() {
        if (right.isEmpty()) return Metric.Kind.LOSS;
        return wrong.isPresent() ? Metric.Kind.LOGIT_DIFFERENCE : Metric.Kind.LOG_PROBABILITY;
    }
}
