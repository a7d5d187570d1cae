package org.headscope.app.patching;

import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** The two runs that everything here starts from, both without interventions. */
record Ground(Laboratory laboratory, PromptPair pair, Run clean, Run corrupted) {
    /**
     * What they depend on.
     *
     * @param known the clean run, if the session has it; else null
     */
    record Question(Laboratory laboratory, Experiment clean, Run known) {
        static Question of(Laboratory laboratory, Comparison comparison) {
            Experiment clean = comparison.after().experiment().clean();
            Run before = comparison.before();
            return new Question(laboratory, clean, before.experiment().equals(clean) ? before : null);
        }

        boolean isAnsweredBy(Ground ground) {
            return ground != null
                    && ground.laboratory == laboratory
                    && ground.clean.experiment().equals(clean);
        }
    }

    static Ground of(Question question, Progress progress) throws PromptException {
        Experiment asked = question.clean();
        Laboratory laboratory = question.laboratory();
        PromptPair pair = PromptPair.of(laboratory, asked);
        Run clean = question.known() == null ? laboratory.beside(asked, progress) : question.known();
        return new Ground(laboratory, pair, clean, laboratory.beside(asked.withPrompt(asked.corrupted()), progress));
    }

    static Direction other(Direction direction) {
        return direction == Direction.DENOISING ? Direction.NOISING : Direction.DENOISING;
    }

    Metric.Kind kind() {
        return clean.metric().kind();
    }

    /** The run that is changed. */
    Run base(Direction direction) {
        return direction == Direction.DENOISING ? corrupted : clean;
    }

    /** The run that values are taken from. */
    Run donor(Direction direction) {
        return base(other(direction));
    }
}
