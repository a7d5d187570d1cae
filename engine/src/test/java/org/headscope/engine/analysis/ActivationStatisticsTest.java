package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.analysis.ActivationStatistics.Statistics;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.SetTo;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ActivationStatisticsTest {
    private static final List<int[]> PROMPTS = List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6});

    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = new GoldenModel("gpt2").load(Processing.FOLDED);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void overAllPositions() throws Exception {
        Map<String, Statistics> all =
                new ActivationStatistics(List.of("*hook_z", "*hook_pattern"), false).of(model, PROMPTS, Progress.NONE);
        assertEquals(List.of("blocks.0.attn.hook_z", "blocks.1.attn.hook_z"), List.copyOf(all.keySet()));
        Statistics z = all.get("blocks.1.attn.hook_z");
        assertEquals(List.of(8), z.counts());
        assertArrayEquals(new int[] {4, 8}, z.mean().shape());
        var values = new ArrayList<Float>();
        for (int[] prompt : PROMPTS) {
            Tensor of = model.run(RunRequest.of(prompt).keep("*hook_z")).kept().get("z", 1);
            for (int position = 0; position < prompt.length; position++) values.add(of.get(0, position, 2, 5));
        }
        double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
        double variance = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        assertEquals(mean, z.mean().get(2, 5), 1e-6);
        assertEquals(Math.sqrt(variance), z.deviation().get(2, 5), 1e-6);
        assertEquals(
                values.stream().min(Float::compare).orElseThrow(), z.least().get(2, 5));
        assertEquals(
                values.stream().max(Float::compare).orElseThrow(), z.greatest().get(2, 5));
    }

    @Test
    void forEachPosition() throws Exception {
        Statistics stream = new ActivationStatistics(List.of("blocks.1.hook_resid_pre"), true)
                .of(model, PROMPTS, Progress.NONE)
                .get("blocks.1.hook_resid_pre");
        assertEquals(List.of(2, 2, 2, 1, 1), stream.counts());
        assertArrayEquals(new int[] {5, 32}, stream.mean().shape());
        Tensor alone = model.run(RunRequest.of(PROMPTS.getFirst()).keep("*resid_pre"))
                .kept()
                .get("resid_pre", 1);
        assertNear(alone.at(0, 4), stream.mean().at(4), 1e-6, "the only prompt of five tokens");
        assertEquals(0, stream.deviation().get(4, 7), 1e-6);
    }

    /** A mean of a prompt set is the same, whichever way it is taken. */
    @Test
    void meansAreThoseOfMeanAblations() throws Exception {
        Tensor mean = new ActivationStatistics(List.of("*hook_mlp_out"), false)
                .of(model, PROMPTS, Progress.NONE)
                .get("blocks.0.hook_mlp_out")
                .mean();
        var vector = new ArrayList<Float>();
        for (int i = 0; i < mean.size(); i++) vector.add(mean.flat(i));
        RunRequest request = RunRequest.of(new int[] {7, 8, 9});
        var set = new MeanSource.PromptSet("set", List.of(List.of(3, 1, 4, 1, 5), List.of(9, 2, 6)), false);
        Tensor expected =
                model.run(request.with(new MeanAblation(Site.mlp(0), set))).logits();
        var change = new SetTo(Site.mlp(0), vector);
        assertNear(expected, model.run(request.with(change)).logits(), "logits");
    }

    @Test
    void noPromptsAreRefused() {
        var statistics = new ActivationStatistics(List.of("*"), false);
        assertThrows(PromptException.class, () -> statistics.of(model, List.of(), Progress.NONE));
    }
}
