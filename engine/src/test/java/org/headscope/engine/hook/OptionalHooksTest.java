package org.headscope.engine.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionalHooksTest {
    /** What fires in a model of three layers, as far as it matters here. */
    private static List<String> names(OptionalHooks optional) {
        var names = new ArrayList<>(List.of("hook_embed"));
        for (int layer = 0; layer < 3; layer++) {
            if (optional.attnIn()) names.add(HookName.block(layer, "hook_attn_in"));
            if (optional.splitQkv()) names.add(HookName.block(layer, "hook_q_input"));
            if (optional.normalizedQkv()) names.add(HookName.block(layer, "hook_q_normalized_input"));
            names.add(HookName.of("z", layer));
            if (optional.result()) names.add(HookName.of("result", layer));
            if (optional.mlpIn()) names.add(HookName.block(layer, "hook_mlp_in"));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "blocks.0.*", "*attn*", "*.hook_z", "blocks.1.attn.hook_z", "nothing"})
    void whatFiresAnywayAsksForNothing(String pattern) {
        assertEquals(OptionalHooks.NONE, OptionalHooks.askedFor(List.of(pattern), OptionalHooksTest::names));
    }

    @Test
    void namesAndGlobsAsk() {
        assertAsks("*hook_result", new OptionalHooks(true, false, false, false, false));
        assertAsks("blocks.2.attn.hook_result", new OptionalHooks(true, false, false, false, false));
        assertAsks("*.hook_attn_in", new OptionalHooks(false, true, false, false, false));
        assertAsks("*.hook_q_input", new OptionalHooks(false, false, true, false, false));
        assertAsks("*.hook_?_input", new OptionalHooks(false, false, true, false, false));
        assertAsks("*_normalized_input", new OptionalHooks(false, false, true, true, false));
        assertAsks("*mlp_in", new OptionalHooks(false, false, false, false, true));
    }

    @Test
    void aLayerThatIsNotThereAsksForNothing() {
        assertAsks("blocks.3.attn.hook_result", OptionalHooks.NONE);
    }

    private static void assertAsks(String pattern, OptionalHooks expected) {
        assertEquals(expected, OptionalHooks.askedFor(List.of("*", pattern), OptionalHooksTest::names), pattern);
    }
}
