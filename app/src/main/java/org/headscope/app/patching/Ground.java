package org.headscope.app.patching;

import org.headscope.engine.analysis.patching.PromptPair;
import org.headscope.engine.analysis.patching.PromptPair.Direction;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Metric;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** The two runs that everything here starts from, both without interventions. */
record Ground(Laboratory laboratory, PromptPair pair, Run clean, Run corrupted) {
    /** What they depend on; the run of the session is the clean one. */
    record Question(Laboratory laboratory, Run clean) {
        boolean isAnsweredBy(Ground ground) {
            return ground != null
                    && ground.laboratory == laboratory
                    && ground.clean.experiment().equals(clean.experiment());
        }
    }

    static Ground of(Question question, Progress progress) throws PromptException {
        Experiment asked = question.clean().experiment();
        PromptPair pair = PromptPair.of(question.laboratory().model(), asked);
        Run corrupted = question.laboratory().beside(asked.withPrompt(asked.corrupted()), progress);
        return new Ground(question.laboratory(), pair, question.clean(), corrupted);
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
