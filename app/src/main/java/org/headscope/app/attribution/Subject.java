package org.headscope.app.attribution;

import java.util.List;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.metric.LinearMetric;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.model.Model;
import org.headscope.engine.tensor.Tensor;

/**
 * What is attributed: a logit, or a difference of logits, after a position of a run.
 *
 * @param wrong the token whose logit is taken away; null for none
 */
record Subject(Model model, Run run, int position, int right, Integer wrong) {
    AnswerTokens answers() {
        AnswerTokens answers = AnswerTokens.of(right);
        return wrong == null ? answers : answers.against(AnswerTokens.of(wrong));
    }

    /** The number as the run has it. */
    double value() {
        double logit = run.logit(position, right);
        return wrong == null ? logit : logit - run.logit(position, wrong);
    }

    /** The number as a metric that can be differentiated. */
    LogitMetric metric() {
        if (wrong != null) return new LogitDifference(List.of(right), List.of(wrong), position);
        int length = run.tokens().size();
        int vocabulary = model.config().dVocab();
        var weights = new float[length * vocabulary];
        weights[position * vocabulary + right] = 1;
        return new LinearMetric(Tensor.of(weights, 1, length, vocabulary));
    }

    /** The same of another run over the same tokens. */
    Subject of(Run other) {
        return new Subject(model, other, position, right, wrong);
    }
}
