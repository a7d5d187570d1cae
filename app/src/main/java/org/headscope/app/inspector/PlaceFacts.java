package org.headscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.residual.AnswerTokens;
import org.headscope.engine.analysis.residual.LogitAttrs;
import org.headscope.engine.analysis.residual.Reading;
import org.headscope.engine.analysis.residual.ReadingSplit;
import org.headscope.engine.analysis.residual.WrittenLogits;
import org.headscope.engine.experiment.Answers;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/** What is the case at one position of a run: what a part writes there, or what lies in the residual stream. */
sealed interface PlaceFacts {
    /** How many tokens are listed. */
    int TOKENS = 5;

    Question question();

    /** What is asked about. */
    record Question(Model model, Run run, Site part, int position) {
        boolean isSame(Question other) {
            return run == other.run && position == other.position && part.equals(other.part);
        }
    }

    /**
     * What a head, attention layer, MLP or neuron writes.
     *
     * @param pre of a neuron in front of its non-linearity; NaN for others
     * @param post behind it
     * @param answers both answers of the experiment
     * @param gives to the logit of the right one, less that of the wrong one, through the residual stream alone; NaN without
     *     an answer
     * @param raised the tokens whose logits it raises most
     * @param lowered those it lowers most
     * @param circuit what the weights of a head say about the token there; null for others
     */
    record Writer(
            Question question,
            double pre,
            double post,
            Answers answers,
            double gives,
            List<TokenScore> raised,
            List<TokenScore> lowered,
            HeadCircuit circuit)
            implements PlaceFacts {}

    /**
     * The residual stream.
     *
     * @param norm its length
     * @param next log-probabilities of the likeliest tokens if it were the last one, normed by its own scale
     */
    record Stream(Question question, double norm, List<TokenScore> next) implements PlaceFacts {}

    static PlaceFacts of(Question question, Progress progress) throws PromptException {
        return question.part().isStream() ? stream(question) : writer(question, progress);
    }

    private static Stream stream(Question question) {
        Tensor vector = question.run().activation(question.part().hookName()).at(question.position());
        double squares = 0;
        for (int i = 0; i < vector.size(); i++) squares += (double) vector.flat(i) * vector.flat(i);
        Tensor next = question.model().readOut(vector.reshape(1, vector.size()), null);
        return new Stream(question, Math.sqrt(squares), TokenScore.largest(next, TOKENS));
    }

    private static Writer writer(Question question, Progress progress) throws PromptException {
        Site part = question.part();
        Run run = question.run();
        Model model = question.model();
        String pre = HookName.of("pre", part.layer());
        var names = new ArrayList<>(LogitAttrs.hooks(model.config()).patterns());
        names.addAll(List.of(part.hookName(), HookName.block(part.layer(), "ln?_post.hook_scale")));
        if (part.isNeuron()) names.add(pre);
        RunRequest request = RunRequest.of(run.tokens())
                .with(run.experiment().active())
                .keep(NameFilter.of(names))
                .reusingOnly();
        ActivationCache cache = ActivationCache.run(model, request, progress);
        Answers answers = Answers.of(model, run.experiment());
        Tensor written = new WrittenLogits(part, question.position()).of(cache);
        return new Writer(
                question,
                part.isNeuron() ? cache.get(pre).get(0, question.position(), part.unit()) : Double.NaN,
                part.isNeuron() ? cache.get(part.hookName()).get(0, question.position(), part.unit()) : Double.NaN,
                answers,
                AnswerTokens.of(answers)
                        .map(tokens -> gives(question, cache, tokens))
                        .orElse(Double.NaN),
                TokenScore.largest(written, TOKENS),
                TokenScore.smallest(written, TOKENS),
                circuit(question));
    }

    private static HeadCircuit circuit(Question question) {
        if (!question.part().is(Part.HEAD)) return null;
        int token = question.run().tokens().get(question.position()).id();
        return HeadCircuit.of(question.model(), question.part(), token);
    }

    private static double gives(Question question, ActivationCache cache, AnswerTokens tokens) {
        Reading logits = Reading.ofLogits(cache, tokens, new PosSlice.At(question.position()));
        return new ReadingSplit(cache, logits).of(question.part());
    }
}
