package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.headscope.engine.Golden;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model will take is known before it is read, and one that will not fit is not begun. */
class MemoryNeedTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "gpt2-sharded", "gpt2-f16", "gpt2-hubnames"})
    void theWeightsTakeWhatWasForetold(String name) throws Exception {
        for (Processing processing : new Processing[] {Processing.RAW, Processing.FOLDED}) {
            try (Model model = Model.load(Golden.folder(name), processing)) {
                long foretold = MemoryNeed.of(Golden.folder(name), processing).weightBytes();
                assertEquals(model.weightBytes(), foretold, 0.01 * foretold);
            }
        }
    }

    @Test
    void buffersDoNotCount() throws Exception {
        long safetensors =
                MemoryNeed.of(Golden.folder("gpt2"), Processing.FOLDED).weightBytes();
        Path torch = TorchFixtures.path("gpt2-bin");
        assertEquals(safetensors, MemoryNeed.of(torch, Processing.FOLDED).weightBytes());
    }

    @Test
    void aModelThatWillNotFitIsRefusedInASentence() throws Exception {
        Path folder = TinyCheckpoint.of(1, 2, 96, 5000, 24).write(temp.resolve("tiny"));
        long needed = MemoryNeed.of(folder, Processing.RAW).bytes();
        new ModelLoader(folder, Processing.RAW, needed).open().close();
        String said = assertThrows(
                        ModelException.class, () -> new ModelLoader(folder, Processing.RAW, 1_000_000).open())
                .getMessage();
        assertTrue(
                said.matches("tiny needs about \\d\\.\\d MB of memory \\(2\\.\\d MB for its weights in float32 and"
                    + " \\d\\.\\d MB to work in\\), but this machine has 1\\.0 MB: choose a smaller model, or a larger"
                    + " machine\\."),
                said);
    }

    @Test
    void largeModelsAreCountedInGigabytes() throws Exception {
        var need = new MemoryNeed(26_800_000_000L, 1_200_000_000L);
        need.requireFits("large", 28_000_000_000L);
        assertEquals(
                "large needs about 28.0 GB of memory (26.8 GB for its weights in float32 and 1.2 GB to work in), but"
                        + " this machine has 16.0 GB: choose a smaller model, or a larger machine.",
                assertThrows(ModelException.class, () -> need.requireFits("large", 16_000_000_000L))
                        .getMessage());
    }

    @Test
    void theMachineHasSome() {
        assertTrue(MemoryNeed.machineBytes() > 1 << 28);
    }
}
