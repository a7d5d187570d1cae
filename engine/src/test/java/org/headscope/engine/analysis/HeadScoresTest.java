package org.headscope.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.headscope.engine.Bundled;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores of heads on attention that is known. */
class HeadScoresTest {
    private static final int[] REPEATED = {7, 8, 9, 7, 8, 9};
    private static final int[] DISTINCT = {1, 2, 3, 4, 5, 6};

    @ParameterizedTest
    @EnumSource
    void aPerfectHeadHasTheFullScore(DetectionPattern kind) {
        Tensor perfect = perfect(kind, REPEATED);
        assertEquals(1, new HeadDetector(kind).share(perfect, REPEATED), 1e-9);
        assertEquals(1, new HeadDetector(kind).closeness(perfect, REPEATED), 1e-9);
    }

    @Test
    void nothingIsRepeatedSoNothingIsFound() {
        Tensor uniform = uniform(6);
        assertEquals(0, new HeadDetector(DetectionPattern.DUPLICATE_TOKEN).share(uniform, DISTINCT));
        assertEquals(0, new HeadDetector(DetectionPattern.INDUCTION).share(uniform, DISTINCT));
    }

    @Test
    void attentionThatIsAllLeftOutScoresNothing() {
        float[] toFirst = new float[36];
        for (int query = 0; query < 6; query++) toFirst[query * 6] = 1;
        var detector = new HeadDetector(DetectionPattern.PREVIOUS_TOKEN, true, false);
        assertEquals(0, detector.share(Tensor.of(toFirst, 6, 6), DISTINCT));
    }

    @Test
    void whatIsLeftOutIsNoDistance() {
        Tensor perfect = perfect(DetectionPattern.DUPLICATE_TOKEN, REPEATED);
        var detector = new HeadDetector(DetectionPattern.DUPLICATE_TOKEN, true, true);
        assertEquals(1, detector.closeness(perfect, REPEATED), 1e-9);
    }

    @Test
    void theBundledModelHasAnInductionHeadAndAPreviousTokenHead() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            HeadRoles roles = HeadRoles.onRepeatedTokens(model, 20, 2, 1, Progress.NONE);
            assertEquals(model.config().nLayers(), roles.scores().size());
            assertTrue(best(roles, RoleScores::induction) > 0.5, "induction " + best(roles, RoleScores::induction));
            assertTrue(best(roles, RoleScores::previous) > 0.5, "previous " + best(roles, RoleScores::previous));
        }
    }

    @Test
    void attentionToTheFirstTokenIsThatOfAllLaterOnes() throws Exception {
        try (Model model = TinyCheckpoint.random(4).load(Processing.RAW)) {
            Run run = new Laboratory(model)
                    .run(Experiment.of("3 1 4 1 5", "", ""), Progress.NONE)
                    .after();
            HeadRoles roles = HeadRoles.onPrompt(run, model.config().nLayers());
            for (int head = 0; head < 3; head++) {
                Tensor pattern = run.pattern(2).at(head);
                double sum = 0;
                for (int query = 1; query < 5; query++) sum += pattern.get(query, 0);
                assertEquals(sum / 4, roles.of(2, head).first(), 1e-6);
            }
            Run alone = new Laboratory(model)
                    .run(Experiment.of("3", "", ""), Progress.NONE)
                    .after();
            assertEquals(0, HeadRoles.onPrompt(alone, 0, 0).first(), "nothing comes later");
        }
    }

    @Test
    void theSameSeedGivesTheSameScores() throws Exception {
        try (Model model = TinyCheckpoint.random(4).load(Processing.FOLDED)) {
            HeadRoles one = HeadRoles.onRepeatedTokens(model, 8, 3, 5, Progress.NONE);
            assertEquals(one, HeadRoles.onRepeatedTokens(model, 8, 3, 5, Progress.NONE));
            var rows = new ArrayList<Integer>();
            HeadRoles.onRepeatedTokens(model, 8, 3, 5, (done, _) -> rows.add(done));
            assertEquals(List.of(0, 1, 2, 3), rows);
            assertThrows(
                    CancellationException.class,
                    () -> HeadRoles.onRepeatedTokens(model, 8, 3, 5, (_, _) -> {
                        throw new CancellationException();
                    }));
        }
    }

    private static double best(HeadRoles roles, ToDoubleFunction<RoleScores> score) {
        return roles.scores().stream()
                .flatMap(List::stream)
                .mapToDouble(score)
                .max()
                .orElseThrow();
    }

    private static Tensor perfect(DetectionPattern kind, int[] tokens) {
        var attention = new float[tokens.length * tokens.length];
        for (int query = 0; query < tokens.length; query++) {
            for (int key = 0; key <= query; key++) {
                attention[query * tokens.length + key] = kind.attends(tokens, query, key) ? 1 : 0;
            }
        }
        return Tensor.of(attention, tokens.length, tokens.length);
    }

    private static Tensor uniform(int length) {
        var attention = new float[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key <= query; key++) attention[query * length + key] = 1f / (query + 1);
        }
        return Tensor.of(attention, length, length);
    }
}
