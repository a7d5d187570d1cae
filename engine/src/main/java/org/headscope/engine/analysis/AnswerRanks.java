package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.Prediction;
import org.headscope.engine.experiment.Predictions;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokens;

/**
 * How well a model knows the answers to a prompt (interpretability.md C.6, {@code test_prompt}): rank, logit and probability of
 * every token of every answer, given the prompt and the answer's tokens before it.
 *
 * @param prompt what comes before the answers
 * @param prependBos whether BOS goes in front of the prompt
 * @param answers each of one token or more
 * @param prependSpace whether an answer that does not start with a space gets one
 * @param top how many of the most likely tokens are listed beside each token of an answer
 * @param interventions what is changed in the model
 */
public record AnswerRanks(
        String prompt,
        boolean prependBos,
        List<String> answers,
        boolean prependSpace,
        int top,
        List<Intervention> interventions) {

    public AnswerRanks {
        answers = List.copyOf(answers);
        interventions = List.copyOf(interventions);
        if (answers.isEmpty()) throw new IllegalArgumentException("There must be an answer.");
        if (top < 0)
            throw new IllegalArgumentException("No more than a number of tokens can be listed, not " + top + ".");
    }

    /** As TransformerLens asks by default: a space in front of answers, ten tokens listed, nothing changed. */
    public static AnswerRanks of(String prompt, boolean prependBos, String... answers) {
        return new AnswerRanks(prompt, prependBos, List.of(answers), true, 10, List.of());
    }

    /**
     * One token of an answer.
     *
     * @param position the position whose logits predict it
     * @param prediction its rank (0 for the most likely), logit and probability
     * @param top the most likely tokens there, best first
     */
    public record Step(int position, Token token, Prediction prediction, List<Prediction> top) {
        public Step {
            top = List.copyOf(top);
        }
    }

    /**
     * One answer.
     *
     * @param text as it was tokenized
     * @param steps one for each of its tokens
     */
    public record Reading(String text, List<Step> steps) {
        public Reading {
            steps = List.copyOf(steps);
        }

        /** Ranks of its tokens, in order. */
        public List<Integer> ranks() {
            return steps.stream().map(step -> step.prediction().rank()).toList();
        }

        /** Log-probability of the whole answer, in nats. */
        public double logProbability() {
            return steps.stream()
                    .mapToDouble(step -> step.prediction().logProbability())
                    .sum();
        }
    }

    /**
     * Runs the model once for each answer; the prompt is computed once.
     *
     * @return one reading for each answer, in their order
     * @throws PromptException if the prompt or an answer makes no token, or both together are too long
     */
    public List<Reading> run(Model model, Progress progress) throws PromptException {
        Tokens before = model.tokenizer().encode(prompt, prependBos);
        var readings = new ArrayList<Reading>();
        for (String answer : answers) readings.add(read(model, before, answer, progress));
        return List.copyOf(readings);
    }

    private Reading read(Model model, Tokens before, String answer, Progress progress) throws PromptException {
        String text = prependSpace && !answer.startsWith(" ") ? " " + answer : answer;
        List<Token> tokens = answer.isEmpty() ? List.of() : model.tokenizer().split(text);
        if (tokens.isEmpty()) throw new PromptException("The answer \"" + answer + "\" makes no token.");
        int[] ids = IntStream.concat(IntStream.of(before.ids()), tokens.stream().mapToInt(Token::id))
                .toArray();
        RunResult result = model.run(RunRequest.of(ids).with(interventions).reusing(), progress);
        var steps = new ArrayList<Step>();
        for (Token token : tokens) {
            int position = before.size() - 1 + steps.size();
            var predictions = new Predictions(
                    result.logits(0, position), result.logSumExp().get(0, position));
            steps.add(new Step(position, token, predictions.of(token.id()), predictions.top(top)));
        }
        return new Reading(text, steps);
    }
}
