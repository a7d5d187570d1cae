package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headscope.engine.analysis.patching.ActivationPatching;
import org.headscope.engine.analysis.patching.AttributionPatching;
import org.headscope.engine.analysis.patching.PatchGrid;
import org.headscope.engine.analysis.patching.PatchTable;
import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.metric.LogitDifference;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Activation, attribution and path patching equal what TransformerLens computes, entry by entry. */
class GoldenPatchingTest {
    private static final List<String> MODELS = AnalysisInputs.MODELS;
    private static final Map<String, AnalysisInputs> INPUTS = new HashMap<>();

    @BeforeAll
    static void load() throws Exception {
        for (String name : MODELS) INPUTS.put(name, new AnalysisInputs(name));
    }

    @AfterAll
    static void close() {
        INPUTS.values().forEach(AnalysisInputs::close);
    }

    static Stream<Arguments> entries() {
        return MODELS.stream()
                .flatMap(name -> INPUTS.get(name).entries().stream()
                        .filter(entry -> entry.startsWith("patch.")
                                || entry.startsWith("attribution.") && !entry.contains(".grad.")
                                || entry.startsWith("path."))
                        .map(entry -> Arguments.of(name, entry)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void equalsTheReference(String name, String entry) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        Tensor expected = inputs.expected(entry);
        assertNear(expected, computed(inputs, entry.split("\\.")), entry + " of " + name);
    }

    private static Tensor computed(AnalysisInputs inputs, String[] entry) throws Exception {
        RunRequest clean = RunRequest.of(inputs.grid("clean_tokens"));
        RunRequest corrupted = RunRequest.of(inputs.grid("corrupted_tokens"));
        return switch (entry[0]) {
            case "patch" -> {
                var patching = new ActivationPatching(inputs.model, corrupted, clean, metric(inputs));
                if (!entry[1].endsWith("_metric")) {
                    yield patching.run(table(inputs.model, entry[1]), Progress.NONE)
                            .values();
                }
                PatchGrid none = patching.run(PatchTable.of(List.of()), Progress.NONE);
                yield Tensor.of(new float[] {(float) (entry[1].startsWith("clean") ? none.donor() : none.base())});
            }
            case "attribution" ->
                new AttributionPatching(inputs.model, corrupted, clean, metric(inputs))
                        .run(table(inputs.model, entry[1]), Progress.NONE);
            default -> {
                boolean baseIsClean = entry[3].equals("base_clean");
                var patching = new PathPatching(
                        inputs.model,
                        baseIsClean ? clean : corrupted,
                        baseIsClean ? corrupted : clean,
                        metric(inputs),
                        entry[2].equals("mlp_live"),
                        !entry[2].equals("ln_frozen"));
                yield entry[1].equals("head_to_logits")
                        ? patching.headsToLogits(Progress.NONE)
                        : patching.headsToHeads(entry[1].substring("head_to_".length()), Progress.NONE);
            }
        };
    }

    private static PatchTable table(Model model, String entry) {
        int length = 12;
        String hook = entry.replaceFirst("_(all_pos|by_pos|by_dest_pos)$", "");
        if (entry.endsWith("_by_dest_pos")) return PatchTable.patternByDestination(model, length);
        if (entry.endsWith("_all_pos")) return PatchTable.heads(model, hook);
        if (entry.endsWith("_by_pos")) return PatchTable.headsByPosition(model, hook, length);
        if (model.config().has(Site.of(hook, 0))) return PatchTable.byPosition(model, hook, length);
        return fail("No analysis computes " + entry);
    }

    private static LogitDifference metric(AnalysisInputs inputs) {
        return LogitDifference.atEnd(
                Arrays.stream(inputs.row("correct")).boxed().toList(),
                Arrays.stream(inputs.row("incorrect")).boxed().toList());
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void everyVariantHoldsTheSingleOnes(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        Model model = inputs.model;
        var patching = new ActivationPatching(
                model,
                RunRequest.of(inputs.grid("corrupted_tokens")),
                RunRequest.of(inputs.grid("clean_tokens")),
                metric(inputs));
        Tensor heads = patching.run(PatchTable.everyHead(model), Progress.NONE).values();
        assertNear(inputs.expected("patch.z_all_pos"), heads.at(0), "z");
        assertNear(inputs.expected("patch.pattern_all_pos"), heads.at(4), "pattern");
        Tensor k = inputs.expected("patch.k_all_pos");
        for (int head = 0; head < model.config().nHeads(); head++) {
            int shared = model.config().attention().keyValueHead(head);
            assertEquals(k.get(1, shared), heads.get(2, 1, head), 1e-4);
        }
        Tensor byPosition = patching.run(PatchTable.everyHeadByPosition(model, 12), Progress.NONE)
                .values();
        assertNear(inputs.expected("patch.q_by_pos"), byPosition.at(1), "q by position");
        Tensor blocks =
                patching.run(PatchTable.everyBlock(model, 12), Progress.NONE).values();
        assertNear(inputs.expected("patch.mlp_out"), blocks.at(2), "mlp_out");
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void interventionsOfTheBaseStay(String name) throws Exception {
        AnalysisInputs inputs = INPUTS.get(name);
        RunRequest base = RunRequest.of(inputs.grid("corrupted_tokens")).with(new ZeroAblation(Site.head(1, 0)));
        RunRequest donor = RunRequest.of(inputs.grid("clean_tokens"));
        var patching = new ActivationPatching(inputs.model, base, donor, metric(inputs));
        var table =
                PatchTable.of(List.of(Site.of("resid_pre", 0), Site.of("z", 1).unit(0)));
        PatchGrid grid = patching.run(table, Progress.NONE);
        RunRequest same = donor.with(new ZeroAblation(Site.head(1, 0)));
        assertEquals(
                metric(inputs).value(same, inputs.model.run(same)),
                grid.values().flat(0),
                1e-4);
        assertEquals(
                0,
                grid.denoising().flat(1) - (grid.values().flat(1) - grid.base()) / (grid.donor() - grid.base()),
                1e-4);
    }
}
