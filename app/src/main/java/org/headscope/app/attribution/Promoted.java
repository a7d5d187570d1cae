package org.headscope.app.attribution;

import java.util.List;
import org.headscope.engine.analysis.circuit.TokenScore;
import org.headscope.engine.analysis.residual.WrittenLogits;
import org.headscope.engine.hook.Site;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;

/**
 * The tokens whose logits a part raises and lowers most by what it writes at a position.
 *
 * @param question what was asked
 */
record Promoted(Question question, List<TokenScore> raised, List<TokenScore> lowered) {
    private static final int MOST = 10;

    /** Whether the part writes nothing, as one that is switched off. */
    boolean isNothing() {
        return raised.getFirst().score() == 0 && lowered.getFirst().score() == 0;
    }

    /** @param before the run to subtract, null for none */
    record Question(Sheet sheet, Sheet before, Site part, int position) {}

    static Promoted of(Question question, Progress progress) {
        progress.at(0, 1);
        var written = new WrittenLogits(question.part(), question.position());
        Tensor logits = written.of(question.sheet().cache());
        if (question.before() != null) {
            float[] change = logits.toArray();
            Tensor old = written.of(question.before().cache());
            for (int token = 0; token < change.length; token++) change[token] -= old.flat(token);
            logits = Tensor.of(change, change.length);
        }
        return new Promoted(question, TokenScore.largest(logits, MOST), TokenScore.smallest(logits, MOST));
    }
}
