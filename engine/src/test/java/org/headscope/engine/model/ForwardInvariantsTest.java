package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.Near.distance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any weights (interpretability.md I.1). */
class ForwardInvariantsTest extends RandomWeightsTest {
    @Test
    void aLaterTokenChangesNothingBeforeIt() throws Exception {
        RunResult run = model.run(RunRequest.of(FIRST));
        for (int changed = 1; changed < FIRST.length; changed++) {
            int[] other = FIRST.clone();
            other[changed] = 28;
            Tensor logits = model.run(RunRequest.of(other)).logits();
            for (int pos = 0; pos < FIRST.length; pos++) {
                boolean same = distance(run.logits().at(0, pos), logits.at(0, pos)) < 1e-5;
                assertEquals(pos < changed, same, "position " + pos + " when " + changed + " changes");
            }
        }
    }

    @Test
    void thePromptsOfABatchDoNotMix() throws Exception {
        RunResult both = model.run(RunRequest.of(FIRST, SECOND).keep("*"));
        RunResult alone = model.run(RunRequest.of(SECOND).keep("*"));
        assertNear(alone.logits().at(0), both.logits().at(1), 1e-5, "logits");
        assertNear(alone.lossPerToken().at(0), both.lossPerToken().at(1), 1e-5, "loss");
        for (String name : alone.kept().names()) {
            assertNear(alone.kept().get(name).at(0), both.kept().get(name).at(1), 1e-5, name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPassInTwoPartsEqualsTheWhole(int at) throws Exception {
        RunRequest whole =
                RunRequest.of(FIRST, SECOND).with(new ZeroAblation(Site.head(0, 1)), new ZeroAblation(Site.mlp(3)));
        Tensor between = model.run(whole.stopAt(at)).residual();
        Tensor inParts = model.run(whole.startAt(at, between)).logits();
        assertNear(model.run(whole).logits(), inParts, 1e-5, "logits");
    }

    @Test
    void aPassStopsInFrontOfALayerCountedFromEitherEnd() throws Exception {
        Tensor input = model.run(RunRequest.of(FIRST).keep("resid_pre3", "blocks.3.hook_resid_pre"))
                .kept()
                .get("resid_pre3");
        RunResult stopped = model.run(RunRequest.of(FIRST).stopAt(3).keep("*"));
        assertArrayEquals(input.toArray(), stopped.residual().toArray());
        assertArrayEquals(
                input.toArray(),
                model.run(RunRequest.of(FIRST).stopAt(-1)).residual().toArray());
        assertEquals("blocks.2.hook_resid_post", stopped.kept().names().getLast());
        assertEquals(null, stopped.logits());
    }

    @Test
    void aMeanInThePartOfAPassIsThatOfTheSamePart() throws Exception {
        var mean = new MeanAblation(Site.attention(2), new MeanSource.ThisPrompt());
        Tensor between = model.run(RunRequest.of(FIRST).stopAt(1)).residual();
        assertNear(
                model.run(RunRequest.of(FIRST).with(mean)).logits(),
                model.run(RunRequest.of(FIRST).with(mean).startAt(1, between)).logits(),
                1e-5,
                "logits");
    }

    @Test
    void senselessPartsOfAPassAreRefused() throws Exception {
        Tensor residual = model.run(RunRequest.of(FIRST).stopAt(1)).residual();
        RunRequest request = RunRequest.of(FIRST);
        assertRefused(request.stopAt(5), "There is no layer 5 to stop at; the model has 4 layers.");
        assertRefused(request.stopAt(-5), "There is no layer -5 to stop at; the model has 4 layers.");
        assertRefused(request.startAt(5, residual), "cannot start at layer 5 and stop at layer 4");
        assertRefused(request.startAt(3, residual).stopAt(2), "cannot start at layer 3 and stop at layer 2");
        assertRefused(request.startAt(2, null), "needs the residual stream");
        assertRefused(request.startAt(0, residual), "needs the residual stream");
        assertRefused(RunRequest.of(FIRST, SECOND).startAt(2, residual), "should have the shape [2, 8, 12]");
        assertRefused(request.with(new ZeroAblation(Site.head(4, 0))), "There is no 4.0 in this model");
        assertRefused(request.with(new ZeroAblation(Site.head(0, 3))), "There is no 0.3 in this model");
    }

    @Test
    void attentionLooksBackAndAddsUpToOne() throws Exception {
        RunResult run = model.run(RunRequest.of(FIRST, SECOND).keep("*pattern"));
        for (int layer = 0; layer < LAYERS; layer++) {
            Tensor pattern = run.kept().get("pattern", layer);
            for (int batch = 0; batch < 2; batch++) {
                for (int head = 0; head < HEADS; head++) {
                    for (int query = 0; query < FIRST.length; query++) assertRow(pattern.at(batch, head, query), query);
                }
            }
        }
    }

    private static void assertRow(Tensor row, int query) {
        double sum = 0;
        for (int key = 0; key < row.size(); key++) {
            sum += row.flat(key);
            if (key > query) assertEquals(0, row.flat(key), "attention to the future");
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void theResidualStreamIsTheSumOfWhatIsWrittenToIt() throws Exception {
        RunResult run = model.run(RunRequest.of(FIRST).keep("*"));
        var sum = new double[FIRST.length * D_MODEL];
        add(sum, run.kept().get("embed"));
        add(sum, run.kept().get("pos_embed"));
        for (int layer = 0; layer < LAYERS; layer++) {
            assertSum(sum, run.kept().get("resid_pre", layer));
            add(sum, run.kept().get("attn_out", layer));
            assertSum(sum, run.kept().get("resid_mid", layer));
            add(sum, run.kept().get("mlp_out", layer));
            assertSum(sum, run.kept().get("resid_post", layer));
        }
    }

    @Test
    void headsAndTheirBiasAddUpToTheAttentionLayer() throws Exception {
        RunResult run =
                model.run(RunRequest.of(FIRST).optional(OptionalHooks.ALL).keep("*"));
        for (int layer = 0; layer < LAYERS; layer++) {
            Tensor results = run.kept().get("result", layer);
            Tensor z = run.kept().get("z", layer);
            Tensor weight = model.parameter("blocks." + layer + ".attn.W_O");
            Tensor bias = model.parameter("blocks." + layer + ".attn.b_O");
            var sum = new double[FIRST.length * D_MODEL];
            for (int pos = 0; pos < FIRST.length; pos++) {
                for (int d = 0; d < D_MODEL; d++) {
                    sum[pos * D_MODEL + d] = bias.flat(d);
                    for (int head = 0; head < HEADS; head++) {
                        double written = 0;
                        for (int e = 0; e < 4; e++) written += z.get(0, pos, head, e) * weight.get(head, e, d);
                        assertEquals(written, results.get(0, pos, head, d), 1e-5);
                        sum[pos * D_MODEL + d] += written;
                    }
                }
            }
            assertSum(sum, run.kept().get("attn_out", layer));
        }
    }

    @Test
    void neuronsAndTheirBiasAddUpToTheMlp() throws Exception {
        RunResult run = model.run(RunRequest.of(FIRST).keep("*"));
        Tensor post = run.kept().get("blocks.1.mlp.hook_post");
        Tensor weight = model.parameter("blocks.1.mlp.W_out");
        Tensor bias = model.parameter("blocks.1.mlp.b_out");
        var sum = new double[FIRST.length * D_MODEL];
        for (int pos = 0; pos < FIRST.length; pos++) {
            for (int d = 0; d < D_MODEL; d++) {
                sum[pos * D_MODEL + d] = bias.flat(d);
                for (int m = 0; m < post.size(2); m++) sum[pos * D_MODEL + d] += post.get(0, pos, m) * weight.get(m, d);
            }
        }
        assertSum(sum, run.kept().get("mlp_out1"));
    }

    @Test
    void aModelThatKnowsNothingLosesTheLogarithmOfTheVocabulary() throws Exception {
        var blank = TinyCheckpoint.random(6);
        for (String norm : List.of("weight", "bias")) {
            for (int d = 0; d < D_MODEL; d++) blank.change("transformer.ln_f." + norm, d, 0);
        }
        try (Model uniform = blank.load(Processing.RAW)) {
            RunResult run = uniform.run(RunRequest.of(FIRST));
            assertEquals(Math.log(29), run.loss(), 1e-5);
            assertEquals(Math.log(29), run.lossPerToken().get(0, 3), 1e-5);
        }
    }

    @Test
    void onePromptOfOneTokenHasNoLoss() throws Exception {
        RunResult run = model.run(RunRequest.of(new int[] {7}));
        assertEquals(0, run.lossPerToken().size());
        assertTrue(Double.isNaN(run.loss()));
    }

    @Test
    void aPromptThatDoesNotFitIsRefusedInASentence() {
        assertUnfit(new int[][] {{}}, "The prompt has no tokens: type something, or switch BOS on.");
        assertUnfit(new int[][] {}, "The prompt has no tokens: type something, or switch BOS on.");
        assertUnfit(new int[][] {{1, 29}}, "Token id 29 is not in the vocabulary: this model takes ids from 0 to 28.");
        assertUnfit(new int[][] {{-1}}, "Token id -1 is not in the vocabulary: this model takes ids from 0 to 28.");
        assertUnfit(
                new int[][] {new int[25]},
                "The prompt has 25 tokens, but this model reads at most 24: shorten it by 1.");
        assertUnfit(
                new int[][] {{1, 2}, {1}},
                "The prompts of a batch must have equally many tokens, but one has 2 and another 1.");
    }

    @Test
    void aValueThatWasNotKeptIsNotThere() throws Exception {
        RunResult run = model.run(RunRequest.of(FIRST).keep("*pattern"));
        assertTrue(run.kept().has("pattern0"));
        assertThrows(NoSuchElementException.class, () -> run.kept().get("z0"));
    }

    @Test
    void aClosedModelSaysSo() {
        Model other = TinyCheckpoint.random(7).load(Processing.RAW);
        other.close();
        other.close();
        assertThrows(IllegalStateException.class, () -> other.run(RunRequest.of(FIRST)));
        assertThrows(IllegalStateException.class, () -> other.parameter("embed.W_E"));
        assertEquals(4 * other.parameterCount() + 4 * 29, other.weightBytes(), "and b_U, which GPT-2 lacks");
    }

    @Test
    void aParameterThatDoesNotExistIsRefused() {
        for (String name : List.of("blocks.4.attn.W_Q", "blocks.0.attn.W_X", "W_E", "blocks.0")) {
            assertThrows(IllegalArgumentException.class, () -> model.parameter(name), name);
        }
    }

    @Test
    void theLensRefusesWhatIsNoResidualStream() {
        Tensor tooNarrow = Tensor.of(new float[22], 2, 11);
        Tensor two = Tensor.of(new float[24], 2, D_MODEL);
        assertThrows(IllegalArgumentException.class, () -> model.readOut(tooNarrow, null));
        assertThrows(IllegalArgumentException.class, () -> model.readOut(two, new float[3]));
    }

    private static void assertRefused(RunRequest request, String why) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> model.run(request));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    private static void assertUnfit(int[][] tokens, String sentence) {
        var refusal = assertThrows(PromptException.class, () -> model.run(RunRequest.of(tokens)));
        assertEquals(sentence, refusal.getMessage());
    }

    private static void add(double[] sum, Tensor values) {
        for (int i = 0; i < sum.length; i++) sum[i] += values.flat(i);
    }

    private static void assertSum(double[] sum, Tensor values) {
        for (int i = 0; i < sum.length; i++) assertEquals(sum[i], values.flat(i), 1e-4);
    }
}
