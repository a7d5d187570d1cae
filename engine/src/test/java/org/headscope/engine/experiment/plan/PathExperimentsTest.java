package org.headscope.engine.experiment.plan;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.experiment.plan.GoldenExperiment.found;
import static org.headscope.engine.experiment.plan.GoldenExperiment.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.headscope.engine.analysis.AnalysisInputs;
import org.headscope.engine.analysis.patching.DirectPathPatching;
import org.headscope.engine.analysis.patching.Effects;
import org.headscope.engine.analysis.patching.HeadPathAttribution;
import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Experiments on paths and effects find what the engine finds for the runs that they name. */
class PathExperimentsTest {
    private static AnalysisInputs inputs;

    @BeforeAll
    static void load() throws Exception {
        inputs = new AnalysisInputs("llama");
    }

    @AfterAll
    static void close() {
        inputs.close();
    }

    private static LogitDifference metric() {
        return LogitDifference.atEnd(list(inputs.row("correct")), list(inputs.row("incorrect")));
    }

    private static List<Integer> list(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }

    private static RunRequest request(String tokens) {
        return RunRequest.of(inputs.grid(tokens));
    }

    @ParameterizedTest
    @CsvSource({"q, denoising, corrupted, clean", "k, noising, clean, corrupted", "v, noising, clean, corrupted"})
    void oneHeadToTheHeadsAboveIt(String input, String direction, String base, String donor) throws Exception {
        Results results = run(inputs, """
            {"kind": "direct_path_patching", "layer": 0, "head": 2, "receivers": "%s", "direction": "%s"}\
            """.formatted(input, direction));
        var patching =
                new DirectPathPatching(inputs.model, request(base + "_tokens"), request(donor + "_tokens"), metric());
        assertNear(patching.of(0, 2, input, Progress.NONE), found(results, "effects"), input);
    }

    @ParameterizedTest
    @EnumSource
    void everyPairEstimated(HeadInput input) throws Exception {
        Results results = run(
                inputs,
                "{\"kind\": \"path_attribution\", \"receivers\": \"" + input.hook() + "\"}",
                "{\"corrupted\": " + Arrays.deepToString(inputs.grid("corrupted_tokens")) + "}",
                "{\"prompts\": " + Arrays.deepToString(inputs.grid("clean_tokens")) + "}");
        var attribution =
                new HeadPathAttribution(inputs.model, request("corrupted_tokens"), request("clean_tokens"), metric());
        assertNear(attribution.of(input.hook(), Progress.NONE), found(results, "estimate"), input.hook());
    }

    @Test
    void patternsReceiveQueriesAndKeysTogether() throws Exception {
        Results results = run(inputs, "{\"kind\": \"path_patching\", \"receivers\": \"pattern\"}");
        var patching = new PathPatching(
                inputs.model, request("corrupted_tokens"), request("clean_tokens"), metric(), true, true);
        assertNear(patching.headsToHeads("pattern", Progress.NONE), found(results, "effects"), "pattern");
    }

    @ParameterizedTest
    @CsvSource({"NO_NORM, false, false", "FINAL_NORM, true, false", "EVERY_NORM, true, true"})
    void effectsWithNormsFrozenAndAHeadHeld(Effects.Frozen norms, boolean frozen, boolean every) throws Exception {
        Results results = run(inputs, """
            {"kind": "effects", "change": {"kind": "zero", "site": {"hook": "z0", "unit": 1}}, "frozen": %s,
             "every_norm": %s, "held": [{"hook": "z1", "unit": 2}]}\
            """.formatted(frozen, every));
        RunRequest request = request("tokens");
        var options = Effects.Options.of(norms).without(Site.head(1, 2));
        Effects effects = Effects.of(inputs.model, request, new ZeroAblation(Site.head(0, 1)), options, Progress.NONE);
        double base = metric().value(request, effects.base());
        Tensor found = found(results, "effects");
        assertEquals(base, found(results, "base").flat(0), 1e-5);
        assertEquals(metric().value(request, effects.total()) - base, found.flat(0), 1e-5, "total");
        assertEquals(metric().value(request, effects.direct()) - base, found.flat(1), 1e-5, "direct");
        assertEquals(metric().value(request, effects.indirect()) - base, found.flat(2), 1e-5, "indirect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"path_patching\"}",
                "{\"kind\": \"direct_path_patching\", \"layer\": 0, \"head\": 1, \"receivers\": \"q\"}",
                "{\"kind\": \"effects\", \"change\": {\"kind\": \"zero\", \"site\": {\"hook\": \"z0\"}}}"
            })
    void interventionsAreRefusedWhereRunsHaveNone(String analysis) {
        String off = "{\"interventions\": [{\"kind\": \"zero\", \"site\": {\"hook\": \"z0\", \"unit\": 1}}]}";
        String said = assertThrows(PromptException.class, () -> run(inputs, analysis, off))
                .getMessage();
        assertEquals(
                "This analysis is of runs without changes of their own: leave out the field \"interventions\".", said);
    }

    @Test
    void aHeadThatIsNotThereIsRefused() {
        String said = assertThrows(
                        PromptException.class,
                        () -> run(
                                inputs,
                                "{\"kind\": \"direct_path_patching\", \"layer\": 0, \"head\": 9, \"receivers\":"
                                        + " \"q\"}"))
                .getMessage();
        assertEquals("There is no head 9 in this model, whose layers have 4.", said);
    }
}
