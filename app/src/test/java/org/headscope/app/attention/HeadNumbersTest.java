package org.headscope.app.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.headscope.app.heatmap.Cell;
import org.headscope.app.heatmap.Matrix;
import org.headscope.app.heatmap.Palette;
import org.headscope.app.session.Shown;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.RoleScores;
import org.headscope.engine.experiment.Comparison;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers behind the pane, against plain loops and against the model's own hook points. */
class HeadNumbersTest {
    private static final Site HEAD = Site.head(3, 3);
    private static final Site OTHER = Site.head(2, 4);

    private static Model model;
    private static Comparison comparison;

    @BeforeAll
    static void run() throws Exception {
        model = Model.load(
                Path.of(System.getProperty("headscope.resources"), "models", "primer-4l"), Processing.FOLDED);
        var experiment = Experiment.of("When Mary and John went to the store, John gave a drink to", " Mary", " John")
                .plus(new ZeroAblation(Site.head(0, 3)));
        comparison = new Laboratory(model).run(experiment, Progress.NONE);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static HeadPicture read(Shown shown, Quantity quantity, Site... heads) throws Exception {
        return new HeadReader()
                .read(new HeadQuestion(model, comparison, shown, List.of(heads), quantity), Progress.NONE);
    }

    private static Tensor random(long seed, int... shape) {
        var random = new Random(seed);
        int size = 1;
        for (int length : shape) size *= length;
        var values = new float[size];
        for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian();
        return Tensor.of(values, shape);
    }

    @Test
    void lengthsEqualPlainLoops() {
        Tensor output = random(1, 5, 11);
        Tensor values = random(2, 4, 3, 5);
        float[] lengths = Lengths.of(output).of(values, 2);
        for (int position = 0; position < 4; position++) {
            double square = 0;
            for (int i = 0; i < 11; i++) {
                double written = 0;
                for (int d = 0; d < 5; d++) written += values.get(position, 2, d) * output.get(d, i);
                square += written * written;
            }
            assertEquals(Math.sqrt(square), lengths[position], 1e-5);
        }
    }

    @Test
    void weighingMultipliesEachColumnByItsShareOfTheLongest() {
        Tensor weighted = Lengths.weigh(Tensor.of(new float[] {1, 0, 0.25f, 0.75f}, 2, 2), new float[] {2, 8});
        assertArrayEquals(new float[] {0.25f, 0, 0.0625f, 0.75f}, weighted.toArray(), 1e-7f);
    }

    @Test
    void theLongestValueKeepsItsAttention() throws Exception {
        HeadPicture pattern = read(Shown.AFTER, Quantity.PATTERN, HEAD);
        HeadPicture weighted = read(Shown.AFTER, Quantity.WEIGHTED, HEAD);
        int last = pattern.size() - 1;
        int longest = -1;
        for (int key = 0; key <= last; key++) {
            assertTrue(weighted.at(last, key) <= pattern.at(last, key) + 1e-6);
            if (Math.abs(weighted.at(last, key) - pattern.at(last, key)) < 1e-6) longest = key;
        }
        assertTrue(longest >= 0, "one key is the longest");
    }

    @Test
    void severalHeadsAreSummed() throws Exception {
        HeadPicture sum = read(Shown.AFTER, Quantity.PATTERN, HEAD, OTHER);
        HeadPicture one = read(Shown.AFTER, Quantity.PATTERN, HEAD);
        HeadPicture two = read(Shown.AFTER, Quantity.PATTERN, OTHER);
        for (int query = 0; query < sum.size(); query++) {
            for (int key = 0; key <= query; key++) {
                assertEquals(one.at(query, key) + two.at(query, key), sum.at(query, key), 1e-6);
            }
            if (query + 1 < sum.size()) assertTrue(Float.isNaN(sum.at(query, query + 1)), "later keys are masked");
        }
        assertEquals(2, sum.range(false).high(), "two heads attend twice as much");
        assertEquals((one.bosShare(4) + two.bosShare(4)) / 2, sum.bosShare(4), 1e-6);
    }

    @Test
    void theDifferenceIsAfterMinusBefore() throws Exception {
        HeadPicture before = read(Shown.BEFORE, Quantity.PATTERN, HEAD);
        HeadPicture after = read(Shown.AFTER, Quantity.PATTERN, HEAD);
        HeadPicture difference = read(Shown.DIFFERENCE, Quantity.PATTERN, HEAD);
        double moved = 0;
        for (int key = 0; key < 16; key++) {
            assertEquals(after.at(15, key) - before.at(15, key), difference.at(15, key), 1e-6);
            moved += Math.abs(difference.at(15, key));
        }
        assertTrue(moved > 0.01, "the ablation moves the attention of a later head");
        assertEquals(Palette.RED_WHITE_BLUE, difference.palette());
    }

    @Test
    void scoresAreTheModelsOwnAndTheirSoftmaxIsThePattern() throws Exception {
        HeadPicture scores = read(Shown.AFTER, Quantity.SCORES, HEAD);
        HeadPicture pattern = read(Shown.AFTER, Quantity.PATTERN, HEAD);
        double sum = 0;
        for (int key = 0; key < 16; key++) sum += Math.exp(scores.at(15, key));
        for (int key = 0; key < 16; key++) assertEquals(Math.exp(scores.at(15, key)) / sum, pattern.at(15, key), 1e-5);
        Tensor own = model.run(RunRequest.of(comparison.after().tokens())
                        .keep("blocks.3.attn.hook_attn_scores")
                        .with(comparison.after().experiment().active()))
                .kept()
                .get("attn_scores", 3);
        assertEquals(own.get(0, 3, 15, 3), scores.at(15, 3), 1e-5);
    }

    @Test
    void takingBosOutLeavesTheNumbersAndSaysWhatItTook() throws Exception {
        HeadPicture picture = read(Shown.AFTER, Quantity.PATTERN, HEAD);
        Matrix rest = picture.matrix(false, true);
        assertEquals(picture.size() - 1, rest.rows());
        assertEquals(picture.at(15, 3), rest.at(14, 2));
        assertEquals(picture.at(15, 0), picture.bosShare(15), 1e-6);
        double whole = 0;
        for (int key = 1; key < 16; key++) {
            whole += HeadPicture.shareOfRest(picture.at(15, key), picture.bosShare(15));
        }
        assertEquals(1, whole, 1e-4, "shares of the rest sum to one");
        assertEquals(0, HeadPicture.shareOfRest(0, 1));
        assertEquals("BOS", picture.labels().getFirst());
        assertEquals(1, picture.hidden(true));
        assertEquals(0, picture.hidden(false));
    }

    @Test
    void thumbnailsKeepTheLargestAmounts() {
        var values = new float[100 * 100];
        for (int i = 0; i < 100; i++) values[i * 100 + Math.max(0, i - 1)] = 1;
        Matrix small = GridPicture.reduced(Tensor.of(values, 100, 100), null, 0);
        assertEquals(GridPicture.MOST, small.rows());
        for (int row = 0; row < small.rows(); row++) assertEquals(1, small.at(row, row), "the stripe stays whole");
        assertTrue(Float.isNaN(small.at(0, 39)));
        Matrix minus = GridPicture.reduced(Tensor.of(values, 100, 100), Tensor.of(values, 100, 100), 1);
        assertEquals(0, minus.max());
    }

    @Test
    void shortNumbersLoseOnlyTheZeroInFront() {
        assertEquals(".97", HeadText.shortNumber(0.97f, false));
        assertEquals("+10.25", HeadText.shortNumber(10.25f, true));
        assertEquals("-.50", HeadText.shortNumber(-0.5f, true));
    }

    @Test
    void lettersGoToTheStrongestRole() {
        assertEquals(Optional.of(Role.INDUCTION), Role.of(new RoleScores(0.1, 0.5, 0.7, 0.9)));
        assertEquals(Optional.of(Role.FIRST), Role.of(new RoleScores(0.1, 0.1, 0.2, 0.9)));
        assertEquals(Optional.empty(), Role.of(new RoleScores(0.1, 0.1, 0.2, 0.3)));
    }

    @Test
    void othersAreAllButTheTop() {
        var roles = new HeadRoles(List.of(
                List.of(new RoleScores(0, 0, 0.9, 0), new RoleScores(0, 0, 0.1, 0)),
                List.of(new RoleScores(0, 0, 0.2, 0), new RoleScores(0, 0, 0.8, 0))));
        assertEquals(Set.of(new Cell(0, 1), new Cell(1, 0)), HeadGrid.others(roles, 2, 2, Role.INDUCTION, 2));
        assertEquals(Set.of(), HeadGrid.others(roles, 2, 2, Role.INDUCTION, 9));
    }

    @Test
    void theSameHeadsPlayTheSameRolesOnRandomTokens() throws Exception {
        RandomRoles random = RandomRoles.start(model);
        while (!random.done()) random = random.next(Progress.NONE);
        HeadRoles roles = random.mean();
        assertEquals(Optional.of(Role.INDUCTION), Role.of(roles.of(3, 3)));
        assertEquals(Optional.of(Role.PREVIOUS), Role.of(roles.of(0, 3)));
        HeadRoles whole = HeadRoles.onRepeatedTokens(model, 32, RandomRoles.ROWS, RandomRoles.SEED, Progress.NONE);
        for (int head = 0; head < 8; head++) {
            assertEquals(whole.of(3, head).induction(), roles.of(3, head).induction(), 1e-6, "row by row is the same");
        }
    }
}
