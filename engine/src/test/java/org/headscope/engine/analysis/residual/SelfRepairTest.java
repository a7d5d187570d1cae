package org.headscope.engine.analysis.residual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.SelfRepair.Move;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.experiment.Experiment;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.PosSlice;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What moved when a part was switched off, in every architecture. */
class SelfRepairTest {
    private static final int RIGHT = 3;
    private static final int WRONG = 17;
    private static final int AT = 5;
    private static final AnswerTokens ANSWERS = AnswerTokens.of(RIGHT).against(AnswerTokens.of(WRONG));

    static List<String> models() {
        return Golden.models();
    }

    private static RunResult run(Model model, int[] tokens, Intervention... changes) throws Exception {
        return model.run(RunRequest.of(tokens).keep("*").with(List.of(changes)));
    }

    /** Before a soft cap, which is behind what is told apart. */
    private static double difference(RunResult run) {
        var logits = run.kept().get(HookName.UNEMBED_OUT);
        return logits.get(0, AT, RIGHT) - logits.get(0, AT, WRONG);
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatMovedAndTheNormAreAllThatChanged(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.RAW)) {
            int[] tokens = new GoldenModel(name).tokens()[0];
            Site head = Site.head(0, 1);
            RunResult clean = run(model, tokens);
            RunResult changed = run(model, tokens, new ZeroAblation(head));
            SelfRepair repair = SelfRepair.of(
                    ActivationCache.of(model, clean), ActivationCache.of(model, changed), List.of(head), ANSWERS, AT);

            assertEquals(difference(clean), repair.clean(), 1e-4, name);
            assertEquals(difference(changed), repair.changed(), 1e-4, name);
            double moved = repair.moves().stream().mapToDouble(Move::change).sum();
            assertEquals(repair.changed() - repair.clean(), moved + repair.norm(), 1e-4, name);
            assertEquals(repair.changed(), repair.expected() + repair.repair(), 1e-9);

            Move own =
                    repair.moves().stream().filter(Move::replaced).findFirst().orElseThrow();
            assertEquals(head, own.site());
            assertEquals(0, own.after(), 1e-6);
            var direct = new DirectLogitAttribution(DirectLogitAttribution.Unit.HEAD, ANSWERS, new PosSlice.At(AT));
            double attributed =
                    direct.of(ActivationCache.of(model, clean)).values().get(1, 0);
            assertEquals(attributed, repair.direct(), 1e-4, name);
        }
    }

    @Test
    void nothingBelowWhatWasReplacedMoves() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            int[] tokens = new GoldenModel("gpt2").tokens()[0];
            Site mlp = Site.mlp(1);
            SelfRepair repair = SelfRepair.of(
                    ActivationCache.of(model, run(model, tokens)),
                    ActivationCache.of(model, run(model, tokens, new ZeroAblation(mlp))),
                    List.of(mlp),
                    ANSWERS,
                    AT);
            for (Move move : repair.moves()) {
                boolean below = move.kind() == Kind.EMBED
                        || move.site() != null && move.site().layer() < 1
                        || move.kind() == Kind.HEAD && move.site().layer() == 1;
                if (below) assertEquals(0, move.change(), 0, String.valueOf(move.site()));
            }
            assertTrue(repair.moves().stream().anyMatch(Move::replaced));
        }
    }

    @Test
    void aWholeAttentionLayerIsReplacedAsOne() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            int[] tokens = new GoldenModel("gpt2").tokens()[0];
            Site layer = Site.attention(0);
            SelfRepair repair = SelfRepair.of(
                    ActivationCache.of(model, run(model, tokens)),
                    ActivationCache.of(model, run(model, tokens, new ZeroAblation(layer))),
                    List.of(layer),
                    ANSWERS,
                    AT);
            List<Move> replaced = repair.moves().stream().filter(Move::replaced).toList();
            assertEquals(List.of(layer), replaced.stream().map(Move::site).toList());
            assertEquals(0, replaced.getFirst().after(), 1e-6);
            assertFalse(repair.moves().stream().anyMatch(move -> move.kind() == Kind.HEAD));
        }
    }

    /** What the bundled model does: without 3.3 the answer is lost, and the other parts give back little or nothing. */
    @Test
    void theBundledModelWithoutItsMoverOfNames() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            Site head = Site.head(3, 3);
            Experiment off = Bundled.DRINK.plus(new ZeroAblation(head));
            var runs = new Laboratory(model).run(off, Progress.NONE);
            int[] tokens = runs.after().tokens().ids();
            int right = model.tokenizer().encode(" Mary", false).ids()[0];
            int wrong = model.tokenizer().encode(" John", false).ids()[0];
            SelfRepair repair = SelfRepair.of(
                    ActivationCache.run(model, new int[][] {tokens}, NameFilter.ALL),
                    ActivationCache.of(model, run(model, tokens, new ZeroAblation(head))),
                    List.of(head),
                    AnswerTokens.of(right).against(AnswerTokens.of(wrong)),
                    tokens.length - 1);
            assertEquals(runs.before().metric().value(), repair.clean(), 1e-3);
            assertEquals(runs.after().metric().value(), repair.changed(), 1e-3);
            assertEquals(5.07, repair.clean(), 0.005);
            assertEquals(-2.83, repair.changed(), 0.005);
        }
    }
}
