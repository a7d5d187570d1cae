package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.headscope.engine.Near.distance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.hook.CodeHook;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What hooks and interventions do, for any weights (interpretability.md I.1). */
class HookEffectsTest extends RandomWeightsTest {
    @Test
    void aHookThatOnlyLooksChangesNothing() throws Exception {
        var seen = new ArrayList<String>();
        var look = new CodeHook(NameFilter.ALL, (name, value) -> {
            seen.add(name);
            return seen.size() % 2 == 0 ? null : value;
        });
        RunResult plain = model.run(RunRequest.of(FIRST));
        RunResult looked = model.run(RunRequest.of(FIRST).with(look));
        assertArrayEquals(plain.logits().toArray(), looked.logits().toArray());
        assertEquals(model.hookNames(OptionalHooks.NONE), seen);
    }

    @Test
    void aHookThatPutsACopyBackChangesNothing() throws Exception {
        var copy = new CodeHook(NameFilter.ALL, (_, value) -> Tensor.of(value.toArray(), value.shape()));
        for (OptionalHooks optional : List.of(OptionalHooks.NONE, OptionalHooks.ALL)) {
            RunResult plain = model.run(RunRequest.of(FIRST, SECOND).optional(optional));
            RunResult copied =
                    model.run(RunRequest.of(FIRST, SECOND).optional(optional).with(copy));
            assertNear(plain.logits(), copied.logits(), 1e-5, "logits");
        }
    }

    @Test
    void whatAHookPutsInIsWhatIsKeptAndWhatActs() throws Exception {
        var zero = new CodeHook(
                NameFilter.of("blocks.1.hook_mlp_out"),
                (_, value) -> Tensor.of(new float[value.size()], value.shape()));
        RunResult byCode = model.run(RunRequest.of(FIRST).with(zero).keep("*"));
        RunResult asData = model.run(
                RunRequest.of(FIRST).with(new ZeroAblation(Site.mlp(1))).keep("*"));
        assertArrayEquals(
                new float[FIRST.length * D_MODEL], byCode.kept().get("mlp_out1").toArray());
        for (String name : byCode.kept().names()) {
            assertNear(asData.kept().get(name), byCode.kept().get(name), 1e-6, name);
        }
        assertTrue(distance(model.run(RunRequest.of(FIRST)).logits(), byCode.logits()) > 1e-2);
    }

    @Test
    void theResidualStreamOfADonorGivesTheDonorsOutput() throws Exception {
        RunResult donor = model.run(RunRequest.of(SECOND).keep("*.hook_resid_pre"));
        for (int layer = 0; layer < LAYERS; layer++) {
            Tensor stream = donor.kept().get("resid_pre", layer);
            var patch = new CodeHook(NameFilter.of("blocks." + layer + ".hook_resid_pre"), (_, _) -> stream);
            RunResult patched = model.run(RunRequest.of(FIRST).with(patch));
            assertNear(donor.logits(), patched.logits(), 1e-5, "logits");
        }
    }

    @Test
    void aHookMayCutTheEdgeFromTheStreamToOneHead() throws Exception {
        var splitInput = new OptionalHooks(false, false, true, false, false);
        var cut = new CodeHook(NameFilter.of("blocks.2.hook_v_input"), (_, value) -> {
            float[] values = value.toArray();
            for (int i = 0; i < values.length; i++) if (i / D_MODEL % HEADS == 1) values[i] = 0;
            return Tensor.of(values, value.shape());
        });
        RunRequest request = RunRequest.of(FIRST).optional(splitInput).keep("*");
        RunResult before = model.run(request);
        RunResult after = model.run(request.with(cut));
        assertNear(before.kept().get("pattern2"), after.kept().get("pattern2"), 1e-6, "pattern");
        Tensor z = after.kept().get("z2");
        for (int head = 0; head < HEADS; head++) {
            boolean same = distance(before.kept().get("z2").at(0, 5, head), z.at(0, 5, head)) < 1e-6;
            assertEquals(head != 1, same, "z of head " + head);
        }
    }

    @Test
    void aHookMustKeepTheShape() {
        var wrong = new CodeHook(NameFilter.of("*.hook_mlp_out"), (_, _) -> Tensor.of(new float[2], 2));
        assertRefused(RunRequest.of(FIRST).with(wrong), "shapes must agree");
    }

    @Test
    void anAblationActsAtItsPositionsOnly() throws Exception {
        Site site = Site.head(1, 2).at(Positions.of(2, 5, 99));
        Tensor z = model.run(RunRequest.of(FIRST, SECOND)
                        .with(new ZeroAblation(site))
                        .keep("blocks.1.attn.hook_z"))
                .kept()
                .get("z1");
        Tensor clean = model.run(RunRequest.of(FIRST, SECOND).keep("blocks.1.attn.hook_z"))
                .kept()
                .get("z1");
        for (int batch = 0; batch < 2; batch++) {
            for (int pos = 0; pos < FIRST.length; pos++) {
                for (int head = 0; head < HEADS; head++) {
                    boolean zero = head == 2 && (pos == 2 || pos == 5);
                    Tensor expected = zero ? Tensor.of(new float[4], 4) : clean.at(batch, pos, head);
                    assertNear(expected, z.at(batch, pos, head), 1e-6, "z at " + pos + " of head " + head);
                }
            }
        }
    }

    @Test
    void interventionsActInTheirOrder() throws Exception {
        Intervention zero = new ZeroAblation(Site.mlp(1));
        Intervention mean = new MeanAblation(Site.mlp(1), new MeanSource.ThisPrompt());
        RunRequest request = RunRequest.of(FIRST);
        assertArrayEquals(
                model.run(request.with(mean)).logits().toArray(),
                model.run(request.with(zero, mean)).logits().toArray());
        assertArrayEquals(
                model.run(request.with(zero)).logits().toArray(),
                model.run(request.with(mean, zero)).logits().toArray());
    }

    private static void assertRefused(RunRequest request, String why) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> model.run(request));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
