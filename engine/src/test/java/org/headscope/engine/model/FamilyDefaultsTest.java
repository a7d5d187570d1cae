package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.headscope.engine.Golden;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.io.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds where neither config.json nor the person says anything (interpretability.md A.8, C.2). */
class FamilyDefaultsTest {
    static List<String> models() {
        return Golden.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void bosIsPutInFrontWhereTransformerLensDoesIt(String name) throws Exception {
        ModelConfig config = config(json(name));
        boolean without = name.startsWith("gpt-neox") || name.startsWith("bloom") || name.startsWith("qwen");
        assertEquals(!without, config.prependBos());
        assertEquals(config.prependBos(), config.folded().prependBos());
    }

    @Test
    void aCheckpointOfTransformerLensSaysIt() throws Exception {
        ObjectNode json = json("attn-only");
        assertTrue(config(json.deepCopy().put("default_prepend_bos", true)).prependBos());
        assertFalse(config(json.deepCopy().put("default_prepend_bos", false)).prependBos());
    }

    private static ObjectNode json(String name) throws Exception {
        return (ObjectNode) JsonFile.read(Golden.folder(name).resolve("config.json"), 1_000_000);
    }

    private static ModelConfig config(ObjectNode json) throws Exception {
        return Family.of(json).config(new ConfigReader(json));
    }

    /** As transformers has it: a folder of Llama without lm_head.weight is refused even where config.json is silent. */
    @Test
    void theUnembeddingIsTiedWhereTransformersTiesIt() throws Exception {
        Set<String> tied = Set.of(
                "gpt2", "gpt_neo", "opt", "bloom", "falcon", "gemma", "gemma2", "gemma3_text", "transformer_lens");
        for (Family family : Family.ALL)
            assertEquals(tied.contains(family.modelType()), family.tied(), family.modelType());
    }

    @Test
    void aModelTellsIt() throws Exception {
        try (Model model = new GoldenModel("gpt-neox").load(Processing.FOLDED)) {
            assertFalse(model.config().prependBos());
        }
    }
}
