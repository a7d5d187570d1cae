package org.headscope.engine.analysis.circuit;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.Near.distance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding.Part;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effective embeddings against runs of whole prompts, and against their formula (interpretability.md F.1, I.1 item 9). */
class EffectiveEmbeddingTest {
    private static final int[] PROMPT = {3, 90, 11, 3, 57};
    private static final List<Integer> TOKENS = IntStream.of(PROMPT).boxed().toList();

    @ParameterizedTest
    @CsvSource({
        "gpt2,FOLDED",
        "gpt2,RAW",
        "llama,FOLDED",
        "llama,RAW",
        "gpt-neo,FOLDED",
        "gpt-neox,FOLDED",
        "gptj,RAW",
        "bloom,FOLDED",
        "gemma2,FOLDED"
    })
    void isWhatAPromptHasWhoseHeadsAttendToTheirOwnTokenWithoutPositions(String name, String weights) throws Exception {
        Processing processing = weights.equals("RAW") ? Processing.RAW : Processing.FOLDED;
        try (Model model = new GoldenModel(name).load(processing)) {
            Activations run = model.run(RunRequest.of(PROMPT)
                            .keep("*")
                            .with(zeroing("hook_pos_embed"))
                            .with(new CodeHook(
                                    NameFilter.of("blocks.0.attn.hook_pattern"),
                                    (_, value) -> identity(value.shape()))))
                    .kept();
            Tensor after = new EffectiveEmbedding(Part.INCLUDING_MLP, true, true).of(model, TOKENS);
            assertNear(run.get("resid_post", 0).at(0), after, "the stream after layer 0");
            Tensor mlp = new EffectiveEmbedding(Part.MLP, true, true).of(model, TOKENS);
            assertNear(run.get("mlp_out", 0).at(0), mlp, "what MLP 0 writes");
        }
    }

    private static CodeHook zeroing(String name) {
        return new CodeHook(NameFilter.of(name), (_, value) -> Tensor.of(new float[value.size()], value.shape()));
    }

    private static Tensor identity(int[] shape) {
        int length = shape[3];
        var values = new float[shape[0] * shape[1] * length * length];
        for (int i = 0; i < values.length; i++) values[i] = i % length == i / length % length ? 1 : 0;
        return Tensor.of(values, shape);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt-neox"})
    void biasesAreWhatAttentionWritesWhateverItReads(String name) throws Exception {
        try (Model raw = new GoldenModel(name).load(Processing.RAW)) {
            Tensor without = written(raw, false);
            Tensor with = written(raw, true);
            Tensor wO = raw.parameter("blocks.0.attn.W_O");
            Tensor bV = raw.parameter("blocks.0.attn.b_V");
            Tensor bO = raw.parameter("blocks.0.attn.b_O");
            for (int d = 0; d < bO.size(); d++) {
                double bias = bO.flat(d);
                for (int head = 0; head < bV.size(0); head++) {
                    for (int e = 0; e < bV.size(1); e++) bias += bV.get(head, e) * wO.get(head, e, d);
                }
                for (int i = 0; i < TOKENS.size(); i++) {
                    assertEquals(bias, with.get(i, d) - without.get(i, d), 1e-4);
                }
            }
        }
    }

    /** The residual stream between attention and MLP, from the two vectors with and without the MLP's part. */
    private static Tensor written(Model model, boolean biases) {
        float[] mid = new EffectiveEmbedding(Part.INCLUDING_MLP, true, biases)
                .of(model, TOKENS)
                .toArray();
        Tensor mlp = new EffectiveEmbedding(Part.MLP, true, biases).of(model, TOKENS);
        for (int i = 0; i < mid.length; i++) mid[i] -= mlp.flat(i);
        return Tensor.of(mid, mlp.shape());
    }

    @Test
    void withoutAttentionTheMlpReadsTheEmbeddingAlone() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            Tensor embedding = EffectiveEmbedding.PLAIN.of(model, TOKENS);
            assertNear(
                    model.product(Factor.of("embed.W_E").rows(TOKENS), eye(embedding.size(1))), embedding, "embedding");
            Tensor mlp = model.run(RunRequest.of(PROMPT)
                            .keep("blocks.0.hook_mlp_out")
                            .with(zeroing("hook_pos_embed"))
                            .with(zeroing("blocks.0.hook_attn_out")))
                    .kept()
                    .get("mlp_out", 0)
                    .at(0);
            assertNear(mlp, new EffectiveEmbedding(Part.MLP, false, false).of(model, TOKENS), "MLP alone");
            Tensor both = new EffectiveEmbedding(Part.INCLUDING_MLP, false, true).of(model, TOKENS);
            assertEquals(mlp.get(2, 5) + embedding.get(2, 5), both.get(2, 5), 1e-4);
            assertTrue(distance(both, new EffectiveEmbedding(Part.INCLUDING_MLP, true, true).of(model, TOKENS)) > 0.01);
        }
    }

    private static Factor eye(int n) {
        var values = new float[n * n];
        for (int i = 0; i < n; i++) values[i * n + i] = 1;
        return Factor.of(Tensor.of(values, n, n));
    }

    @Test
    void theWholeVocabularyIsComputedInBlocksThatCanBeStopped() throws Exception {
        try (Model model = new GoldenModel("llama").load(Processing.FOLDED)) {
            var embedding = new EffectiveEmbedding(Part.INCLUDING_MLP, true, false);
            Tensor all = embedding.of(model, Progress.NONE);
            assertEquals(model.config().dVocab(), all.size(0));
            assertNear(embedding.of(model, List.of(57)).at(0), all.at(57), "one of all");
            int arrays = model.nativeArrays();
            assertThrows(
                    CancellationException.class,
                    () -> embedding.of(model, (_, _) -> {
                        throw new CancellationException();
                    }));
            assertEquals(arrays, model.nativeArrays());
        }
    }

    @Test
    void aModelWithoutMlpHasNoneOfIts() throws Exception {
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            for (Part part : Part.values()) {
                assertTrue(new EffectiveEmbedding(part, false, false).fits(model.config()));
            }
        }
        try (Model model = attentionOnly()) {
            assertTrue(EffectiveEmbedding.PLAIN.fits(model.config()));
            assertFalse(new EffectiveEmbedding(Part.MLP, true, false).fits(model.config()));
            assertFalse(new EffectiveEmbedding(Part.INCLUDING_MLP, false, false).fits(model.config()));
            var withAttention = new EffectiveEmbedding(Part.INCLUDING_MLP, true, false);
            assertTrue(withAttention.fits(model.config()));
            assertEquals(3, withAttention.of(model, List.of(0, 1, 2)).size(0));
        }
    }

    private static Model attentionOnly() throws Exception {
        return new GoldenModel("attn-only").load(Processing.FOLDED);
    }
}
