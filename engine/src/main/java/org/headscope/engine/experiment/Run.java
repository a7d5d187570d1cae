package org.headscope.engine.experiment;

import java.util.List;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Tokens;

/** What a model made of one experiment. Immutable; safe to read from any thread. */
public final class Run {
    private final long id;
    private final Experiment experiment;
    private final Tokens tokens;
    private final RunResult result;
    private final double millis;
    private final Metric metric;

    Run(long id, Experiment experiment, Tokens tokens, RunResult result, double millis, Answers answers) {
        this.id = id;
        this.experiment = experiment;
        this.tokens = tokens;
        this.result = result;
        this.millis = millis;
        this.metric = Metric.of(this, answers.right(), answers.wrong());
    }

    static Tokens tokens(Model model, Experiment experiment) throws PromptException {
        return model.tokenizer().encode(experiment.prompt(), experiment.prependBos());
    }

    /** Counts the runs of a session from 1; 0 for a stored run. */
    public long id() {
        return id;
    }

    public Experiment experiment() {
        return experiment;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Metric metric() {
        return metric;
    }

    /** Time the engine took, in milliseconds. */
    public double millis() {
        return millis;
    }

    /** Leading positions whose activations were taken over from an earlier run. */
    public int reusedPositions() {
        return result.reusedPositions();
    }

    /** Whether this comes from a file, computed when the model was packed. */
    public boolean isStored() {
        return id == 0;
    }

    /** What the model computed. */
    RunResult result() {
        return result;
    }

    /** Mean loss of all predicted tokens in nats; NaN for a prompt of one token. */
    public double loss() {
        return result.loss();
    }

    /**
     * Loss of the token at {@code position} given those before it, in nats.
     *
     * @param position at least 1: the first token is not predicted
     */
    public float lossOf(int position) {
        return result.lossPerToken().get(0, position - 1);
    }

    /** Attention pattern of a layer, [head, query, key]. */
    public Tensor pattern(int layer) {
        return result.kept().get("pattern", layer).at(0);
    }

    /** Any value the run kept, without its batch axis; see Activations for names. */
    public Tensor activation(String name) {
        return result.kept().get(name).at(0);
    }

    public boolean kept(String name) {
        return result.kept().has(name);
    }

    /** Logits of the token after {@code position}, [d_vocab]. */
    public Tensor logits(int position) {
        return result.logits(0, position);
    }

    public float logit(int position, int id) {
        return result.logits(0, position).flat(id);
    }

    public double logProbability(int position, int id) {
        return predictions(position).logProbability(id);
    }

    public double probability(int position, int id) {
        return Math.exp(logProbability(position, id));
    }

    /** How many tokens are more likely after {@code position} than this one. */
    public int rank(int position, int id) {
        return predictions(position).rank(id);
    }

    /** The most likely tokens after {@code position}, best first; of equal ones the lower id. */
    public List<Prediction> top(int position, int count) {
        return predictions(position).top(count);
    }

    private Predictions predictions(int position) {
        return new Predictions(logits(position), result.logSumExp().get(0, position));
    }
}
