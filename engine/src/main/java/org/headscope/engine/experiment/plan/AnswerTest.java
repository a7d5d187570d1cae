package org.headscope.engine.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.AnswerRanks;
import org.headscope.engine.analysis.AnswerRanks.Reading;
import org.headscope.engine.analysis.AnswerRanks.Step;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kinds;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** How well the model knows answers, of one token or more, to the first prompt. */
public record AnswerTest(List<String> answers, boolean prependSpace) implements Analysis {
    static final Form<AnswerTest> FORM = Form.of(
            AnswerTest.class,
            "test_prompt",
            "rank and probability of every token of some answers to the first prompt, which must be a text"
                    + " (test_prompt)",
            Field.required("answers", Kinds.list(Kinds.text(1, 1000), 1, 1000), "each of one token or more"),
            Fields.flag("prepend_space", true, "whether an answer that does not start with a space gets one"));

    public AnswerTest {
        answers = List.copyOf(answers);
    }

    @Override
    public void run(Setup setup, Results results, Progress progress) throws PromptException {
        var rows = new ArrayList<List<Object>>();
        for (Reading reading : ranks(setup).run(setup.model(), progress)) {
            for (Step step : reading.steps()) {
                rows.add(List.of(
                        reading.text(),
                        step.position(),
                        step.token().id(),
                        step.token().text(),
                        step.prediction().rank(),
                        step.prediction().logit(),
                        step.prediction().logProbability(),
                        step.prediction().probability()));
            }
        }
        results.table(
                "answers",
                "every token of every answer, given the prompt and the answer's tokens before it; rank 0 is the most"
                        + " likely, log-probabilities are in nats",
                List.of("answer", "pos", "id", "token", "rank", "logit", "log_probability", "probability"),
                rows);
    }

    private AnswerRanks ranks(Setup setup) throws PromptException {
        Plan plan = setup.plan();
        if (plan.prompts().isEmpty() || !(plan.prompts().getFirst() instanceof Asked.Text(String text))) {
            throw new PromptException("This analysis needs a prompt that is a text, not token ids.");
        }
        var request = setup.changed(Prompts.CLEAN);
        if (!request.codeHooks().isEmpty()) {
            throw new PromptException("This analysis takes the interventions \"zero\", \"mean\" and \"patch\" only.");
        }
        return new AnswerRanks(text, plan.prependBos(), answers, prependSpace, 0, request.interventions());
    }
}
