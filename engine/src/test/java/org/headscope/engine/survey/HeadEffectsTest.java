package org.headscope.engine.survey;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.Patch;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.model.HeadReadout;
import org.headscope.engine.model.HeadReadout.LossChanges;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of heads on every token, against the effects of single interventions and against plain loops. */
class HeadEffectsTest {
    private static final int[] IDS = {5, 9, 14, 3, 22, 8, 9, 14};
    private static final Chunk CHUNK = new Chunk(0, 0, 0, IDS);

    private static SurveyPlan plan(Model model, SurveyPlan.Ablation ablation) {
        return new SurveyPlan(
                new Chunking(IDS.length, true, true, false), ablation, 3, true, SurveyPlan.heads(model.config()));
    }

    private static HeadMeans means(Model model) {
        var z = new ArrayList<Tensor>();
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            int size = IDS.length * model.config().nHeads() * model.config().dHead();
            var values = new float[size];
            for (int i = 0; i < size; i++) values[i] = (float) Math.sin(i * 0.7 + layer) / 3;
            z.add(Tensor.of(
                    values, IDS.length, model.config().nHeads(), model.config().dHead()));
        }
        return new HeadMeans(3, z);
    }

    private static Tensor change(RunResult with, RunResult without) {
        Tensor a = with.lossPerToken();
        var change = new float[a.size()];
        for (int i = 0; i < change.length; i++) {
            change[i] = a.flat(i) - without.lossPerToken().flat(i);
        }
        return Tensor.of(change, change.length);
    }

    private static double largest(ChunkEffects found) {
        double largest = 0;
        for (LossChanges changes : found.heads()) {
            for (float direct : changes.direct()) largest = Math.max(largest, Math.abs(direct));
        }
        return largest;
    }

    private static Tensor tensor(float[] values) {
        return Tensor.of(values, values.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt2", "attn-only", "llama", "gpt-neox", "gptj", "bloom", "opt", "solu", "qwen3", "gpt-neo"})
    void theyAreThoseOfOneInterventionAtATime(String name) throws Exception {
        for (Processing processing : List.of(Processing.RAW, Processing.FOLDED)) {
            try (Model model = new GoldenModel(name).load(processing)) {
                HeadMeans means = means(model);
                SurveyPlan plan = plan(model, SurveyPlan.Ablation.MEAN);
                ChunkEffects found = new HeadEffects(model, plan, means).of(CHUNK, Progress.NONE);
                RunRequest request = RunRequest.of(IDS);
                assertNear(model.run(request).lossPerToken().at(0), found.loss(), "loss");
                assertTrue(largest(found) > 0.01, name + ": some head matters, with " + largest(found));
                for (int i = 0; i < plan.heads().size(); i++) {
                    Site head = plan.heads().get(i);
                    Intervention change = new Patch(head, means.of(head.layer(), IDS.length), "means");
                    Effects effects = Effects.of(model, request, change, true, Progress.NONE);
                    LossChanges changes = found.heads().get(i);
                    String label = name + " " + head.label();
                    assertNear(change(effects.direct(), effects.base()), tensor(changes.direct()), label + " direct");
                    assertNear(change(effects.total(), effects.base()), tensor(changes.total()), label + " total");
                    assertNear(
                            change(effects.indirect(), effects.base()),
                            tensor(changes.indirect()),
                            label + " indirect");
                }
            }
        }
    }

    @Test
    void aNormBehindAttentionKeepsItsScaleOnTheDirectWay() throws Exception {
        try (Model model = new GoldenModel("gemma2").load(Processing.RAW)) {
            SurveyPlan plan = plan(model, SurveyPlan.Ablation.ZERO);
            ChunkEffects found = new HeadEffects(model, plan, null).of(CHUNK, Progress.NONE);
            RunRequest request = RunRequest.of(IDS);
            for (int i = 0; i < plan.heads().size(); i++) {
                Site head = plan.heads().get(i);
                var change = new ZeroAblation(head);
                Effects frozen = Effects.of(
                        model, request, change, Effects.Options.of(Effects.Frozen.EVERY_NORM), Progress.NONE);
                Effects free = Effects.of(model, request, change, true, Progress.NONE);
                LossChanges changes = found.heads().get(i);
                assertNear(change(frozen.direct(), frozen.base()), tensor(changes.direct()), head.label() + " direct");
                assertNear(change(free.total(), free.base()), tensor(changes.total()), head.label() + " total");
            }
        }
    }

    /** E.5 in double precision, from nothing but the values of a run and the parameters. */
    @Test
    void directEffectsAreThoseOfPlainLoops() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.RAW)) {
            HeadMeans means = means(model);
            SurveyPlan plan = plan(model, SurveyPlan.Ablation.MEAN);
            ChunkEffects found = new HeadEffects(model, plan, means).of(CHUNK, Progress.NONE);
            Activations run = model.run(RunRequest.of(IDS).keep("*")).kept();
            for (int i = 0; i < plan.heads().size(); i++) {
                Site head = plan.heads().get(i);
                var expected = new float[IDS.length - 1];
                for (int position = 0; position < expected.length; position++) {
                    double[] residual = residual(model, run, head, means, position);
                    double[] before = residual(model, run, null, means, position);
                    expected[position] =
                            (float) (loss(model, run, residual, position) - loss(model, run, before, position));
                }
                assertNear(tensor(expected), tensor(found.heads().get(i).direct()), head.label());
            }
        }
    }

    private static double[] residual(Model model, Activations run, Site head, HeadMeans means, int position) {
        int width = model.config().dModel();
        Tensor end = run.get("resid_post", model.config().nLayers() - 1).at(0, position);
        var residual = new double[width];
        for (int d = 0; d < width; d++) residual[d] = end.flat(d);
        if (head == null) return residual;
        Tensor z = run.get("z", head.layer()).at(0, position, head.head());
        Tensor mean = means.z().get(head.layer()).at(position, head.head());
        Tensor out = model.parameter("blocks." + head.layer() + ".attn.W_O").at(head.head());
        for (int e = 0; e < z.size(); e++) {
            for (int d = 0; d < width; d++) residual[d] -= ((double) z.flat(e) - mean.flat(e)) * out.get(e, d);
        }
        return residual;
    }

    private static double loss(Model model, Activations run, double[] residual, int position) {
        double centre = 0;
        for (double value : residual) centre += value / residual.length;
        double scale = run.get("ln_final.hook_scale").at(0, position).flat(0);
        Tensor w = model.parameter("ln_final.w");
        Tensor b = model.parameter("ln_final.b");
        Tensor unembed = model.parameter("unembed.W_U");
        Tensor bias = model.parameter("unembed.b_U");
        double sum = 0;
        double right = 0;
        for (int token = 0; token < model.config().dVocab(); token++) {
            double logit = bias.flat(token);
            for (int d = 0; d < residual.length; d++) {
                logit += ((residual[d] - centre) / scale * w.flat(d) + b.flat(d)) * unembed.get(d, token);
            }
            sum += Math.exp(logit);
            if (token == IDS[position + 1]) right = logit;
        }
        return Math.log(sum) - right;
    }

    /** In a short chunk other products come first than in a long one. */
    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void whatIsKeptFromChunkToChunkChangesNothing(int length) throws Exception {
        int[] ids = IntStream.range(0, length).map(i -> 1 + i * 7 % 20).toArray();
        var chunk = new Chunk(0, 0, 0, ids);
        for (String name : List.of("gpt2", "gemma2")) {
            try (Model model = new GoldenModel(name).load(Processing.RAW)) {
                var plan = new SurveyPlan(
                        new Chunking(length, true, true, false),
                        SurveyPlan.Ablation.ZERO,
                        0,
                        false,
                        SurveyPlan.heads(model.config()));
                var keeping = new HeadEffects(model, plan, null);
                var anew = new HeadEffects(model, plan, null, new HeadReadout(model, 0));
                keeping.of(CHUNK, Progress.NONE);
                List<LossChanges> kept = keeping.of(chunk, Progress.NONE).heads();
                List<LossChanges> fresh = anew.of(chunk, Progress.NONE).heads();
                for (int head = 0; head < kept.size(); head++) {
                    assertNear(
                            tensor(fresh.get(head).direct()),
                            tensor(kept.get(head).direct()),
                            1e-5,
                            name + " head " + head);
                }
            }
        }
    }

    @Test
    void aHeadThatIsReplacedByItselfDoesNothing() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            Activations run = model.run(RunRequest.of(IDS).keep("*.hook_z")).kept();
            var z = new ArrayList<Tensor>();
            for (int layer = 0; layer < model.config().nLayers(); layer++)
                z.add(run.get("z", layer).at(0));
            SurveyPlan plan = plan(model, SurveyPlan.Ablation.MEAN);
            ChunkEffects found = new HeadEffects(model, plan, new HeadMeans(1, z)).of(CHUNK, Progress.NONE);
            for (LossChanges changes : found.heads()) {
                for (float direct : changes.direct()) assertEquals(0, direct, "exactly, not nearly");
                for (float total : changes.total()) assertEquals(0, total, 1e-5);
            }
        }
    }

    @Test
    void neitherARunNorAStopLeavesNativeMemoryBehind() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            int before = model.nativeArrays();
            var effects = new HeadEffects(model, plan(model, SurveyPlan.Ablation.ZERO), null);
            effects.of(CHUNK, Progress.NONE);
            int arrays = model.nativeArrays();
            assertEquals(before + SurveyPlan.heads(model.config()).size(), arrays, "one for each head is kept");
            effects.of(CHUNK, Progress.NONE);
            assertEquals(arrays, model.nativeArrays());
            var calls = new int[1];
            assertThrows(
                    CancellationException.class,
                    () -> effects.of(CHUNK, (_, _) -> {
                        if (++calls[0] == 3) throw new CancellationException();
                    }));
            assertEquals(arrays, model.nativeArrays());
            assertTrue(calls[0] == 3, "it was stopped");
            effects.close();
            assertEquals(before, model.nativeArrays(), "nothing is left of them");
        }
    }
}
