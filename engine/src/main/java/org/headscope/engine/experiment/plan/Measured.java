package org.headscope.engine.experiment.plan;

import java.util.List;
import org.headscope.engine.experiment.form.Field;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.metric.KlDivergence;
import org.headscope.engine.metric.LogProbability;
import org.headscope.engine.metric.LogitMetric;
import org.headscope.engine.metric.Loss;
import org.headscope.engine.token.PromptException;

/** The number that an experiment is about, as it gives it. */
public sealed interface Measured {
    Kind<Measured> KIND = Variants.of(
            LogitDifference.FORM, LogProb.FORM, Probability.FORM, Rank.FORM, MeanLoss.FORM, Divergence.FORM);

    /** The number as a function of logits. */
    LogitMetric metric(Setup setup) throws PromptException;

    /** What the number is, in words, its unit included. */
    String words();

    private static Field<Integer> where() {
        return Fields.position("the position whose logits count");
    }

    /** Logit of the right answer minus that of the wrong one. */
    record LogitDifference(int position) implements Measured {
        static final Form<LogitDifference> FORM = Form.of(
                LogitDifference.class,
                "logit_difference",
                "logit of the right answer minus that of the wrong one, mean over prompts",
                where());

        @Override
        public LogitMetric metric(Setup setup) throws PromptException {
            return new org.headscope.engine.metric.LogitDifference(setup.right(), setup.wrong(), position);
        }

        @Override
        public String words() {
            return "logit of the right answer minus logit of the wrong one, mean over prompts, in logits";
        }
    }

    /** Log-probability of the right answer. */
    record LogProb(int position) implements Measured {
        static final Form<LogProb> FORM = Form.of(
                LogProb.class,
                "log_probability",
                "log-probability of the right answer, mean over prompts, in nats",
                where());

        @Override
        public LogitMetric metric(Setup setup) throws PromptException {
            return new LogProbability(setup.right(), position);
        }

        @Override
        public String words() {
            return "log-probability of the right answer, mean over prompts, in nats";
        }
    }

    /** Probability of the right answer. */
    record Probability(int position) implements Measured {
        static final Form<Probability> FORM = Form.of(
                Probability.class,
                "probability",
                "probability of the right answer, mean over prompts, from 0 to 1",
                where());

        @Override
        public LogitMetric metric(Setup setup) throws PromptException {
            return new org.headscope.engine.metric.Probability(setup.right(), position);
        }

        @Override
        public String words() {
            return "probability of the right answer, mean over prompts, from 0 to 1";
        }
    }

    /** How many tokens are more likely than the right answer. */
    record Rank(int position) implements Measured {
        static final Form<Rank> FORM = Form.of(
                Rank.class,
                "rank",
                "how many tokens are more likely than the right answer, mean over prompts",
                where());

        @Override
        public LogitMetric metric(Setup setup) throws PromptException {
            return new org.headscope.engine.metric.Rank(setup.right(), position);
        }

        @Override
        public String words() {
            return "how many tokens are more likely than the right answer, mean over prompts; 0 is best";
        }
    }

    /** Mean loss of all predicted tokens. */
    record MeanLoss() implements Measured {
        static final Form<MeanLoss> FORM =
                Form.of(MeanLoss.class, "loss", "mean negative log-probability of all predicted tokens, in nats");

        @Override
        public LogitMetric metric(Setup setup) {
            return new Loss();
        }

        @Override
        public String words() {
            return "mean negative log-probability of all predicted tokens, in nats; lower is better";
        }
    }

    /** How far the next-token distribution is from that of the clean run. */
    record Divergence(int position) implements Measured {
        static final Form<Divergence> FORM = Form.of(
                Divergence.class,
                "kl_divergence",
                "KL(clean run || this run) of the next-token distributions, mean over prompts, in nats",
                where());

        @Override
        public LogitMetric metric(Setup setup) throws PromptException {
            return new KlDivergence(
                    setup.model().run(setup.request(Prompts.CLEAN)).logits(), position);
        }

        @Override
        public String words() {
            return "KL(clean run || this run) of the next-token distributions, mean over prompts, in nats";
        }
    }

    /** What is measured where an experiment does not say: what its answers allow. */
    static Measured of(List<AnswerPair> answers) {
        if (answers.isEmpty()) return new MeanLoss();
        boolean paired = answers.stream().allMatch(pair -> pair.wrong() != null);
        return paired ? new LogitDifference(-1) : new LogProb(-1);
    }
}
