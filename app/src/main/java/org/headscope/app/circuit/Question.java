package org.headscope.app.circuit;

import java.util.List;
import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.SvdInterpreter;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.run.Progress;

/**
 * What is asked of the weights.
 *
 * @param tokens the tokens that are held
 * @param marked tokens whose ranks are told beside those
 * @param top how many tokens of each end
 * @param input what later heads compose earlier ones into
 * @param matrix whose singular vectors are read
 */
record Question(
        Desk desk,
        Aspect aspect,
        Choice choice,
        Fixed fixed,
        List<Integer> tokens,
        List<Integer> marked,
        int top,
        CompositionScores.Input input,
        SvdInterpreter.Matrix matrix) {
    Question {
        tokens = List.copyOf(tokens);
        marked = List.copyOf(marked);
    }

    /** Works it out, on the engine thread. */
    Sheet answer(Progress progress) {
        return switch (aspect) {
            case ROWS -> Rows.sheet(this, progress);
            case RANKS -> Ranks.sheet(this, progress);
            case COPYING -> HeadScores.copying(this, progress);
            case COMPOSITION -> HeadScores.composition(this, progress);
            case DIRECTIONS -> Directions.sheet(this, progress);
            case NEIGHBOURS -> Rows.neighbours(this, progress);
        };
    }
}
