package org.headscope.engine.analysis.suppression;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.headscope.engine.Bundled;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.analysis.ioi.IoiDataset;
import org.headscope.engine.analysis.suppression.SuppressionScores.Cell;
import org.headscope.engine.analysis.suppression.SuppressionScores.Text;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores of heads by cells of their attention, against loops over the parameters. */
class SuppressionScoresTest {
    private static final int[] TOKENS = {0, 9, 14, 3, 9, 8, 14, 3};

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "attn-only"})
    void everyHeadIsScoredAsLoopsDo(String name) throws Exception {
        try (Model model = new GoldenModel(name).load(Processing.FOLDED)) {
            List<Cell> cells = List.of(new Cell(7, 2, 14), new Cell(5, 1, 9), new Cell(6, 6, 30));
            Tensor found = SuppressionScores.of(model, List.of(new Text(TOKENS, cells)), Progress.NONE);
            Activations base = model.run(RunRequest.of(TOKENS).keep("*")).kept();
            for (int layer = 0; layer < model.config().nLayers(); layer++) {
                for (int head = 0; head < model.config().nHeads(); head++) {
                    double sum = 0;
                    for (Cell cell : cells) sum += byHand(model, base, layer, head, cell);
                    assertEquals(-sum / 3, found.get(layer, head), 1e-4, name + " " + layer + "." + head);
                }
            }
        }
    }

    private static double byHand(Model model, Activations base, int layer, int head, Cell cell) {
        Tensor wO = model.parameter("blocks." + layer + ".attn.W_O").at(head);
        Tensor wU = model.parameter("unembed.W_U");
        Tensor v = base.get("v", layer);
        int keyHead = head * v.size(2) / model.config().nHeads();
        var written = new double[wO.size(1)];
        double mean = 0;
        for (int i = 0; i < written.length; i++) {
            for (int j = 0; j < wO.size(0); j++) written[i] += v.get(0, cell.source(), keyHead, j) * wO.get(j, i);
            mean += written[i] / written.length;
        }
        if (!model.config().norms().last().centres()) mean = 0;
        double logit = 0;
        for (int i = 0; i < written.length; i++) logit += (written[i] - mean) * wU.get(i, cell.token());
        return base.get("pattern", layer).get(0, head, cell.destination(), cell.source())
                * logit
                / base.get("ln_final.hook_scale").get(0, cell.destination(), 0);
    }

    @Test
    void antiInductionLooksAtTheTokenAfterTheFirstOccurrence() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            int[] tokens = HeadRoles.repeatedTokens(model, 4, 11);
            List<Cell> cells = List.of(new Cell(5, 2, tokens[2]), new Cell(6, 3, tokens[3]), new Cell(7, 4, tokens[4]));
            assertNear(
                    SuppressionScores.of(model, List.of(new Text(tokens, cells)), Progress.NONE),
                    SuppressionScores.antiInduction(model, 4, 1, 11, Progress.NONE),
                    1e-6,
                    "anti-induction");
        }
    }

    @Test
    void theScoreOnIoiPromptsIsTheMeanOfEachPromptAlone() throws Exception {
        try (Model model = Bundled.load(Processing.FOLDED)) {
            var set = IoiDataset.of(model.tokenizer(), new IoiDataset.Options(3, IoiDataset.Order.MIXED, false, 5));
            List<Text> texts = set.ends(model.tokenizer());
            Tensor all = SuppressionScores.of(model, texts, Progress.NONE);
            for (int i = 0; i < all.size(); i++) {
                double sum = 0;
                for (Text text : texts)
                    sum += SuppressionScores.of(model, List.of(text), Progress.NONE)
                            .flat(i);
                assertEquals(sum / 3, all.flat(i), 1e-4);
            }
        }
    }

    @Test
    void whatCannotBeScoredIsRefused() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            assertThrows(PromptException.class, () -> SuppressionScores.of(model, List.of(), Progress.NONE));
        }
    }
}
