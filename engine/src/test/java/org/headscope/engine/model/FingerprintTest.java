package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.headscope.engine.Golden;
import org.headscope.engine.TinyCheckpoint;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fingerprint names the weights, not the folder. */
class FingerprintTest {
    private static final String LARGE = "transformer.wte.weight";

    @TempDir
    Path temp;

    private String fingerprint;

    @BeforeEach
    void load() throws Exception {
        fingerprint = of(checkpoint().write(temp.resolve("first")));
        assertTrue(fingerprint.matches("[0-9a-f]{12}"), fingerprint);
    }

    @Test
    void theNameOfTheFolderDoesNotMatter() throws Exception {
        assertEquals(fingerprint, of(checkpoint().write(temp.resolve("another name"))));
    }

    @Test
    void howTheWeightsAreSplitDoesNotMatter() throws Exception {
        assertEquals(fingerprint, of(checkpoint().writeShards(temp.resolve("shards"))));
    }

    /** Files of PyTorch store a tied unembedding and masks as well, and matrices in any order of their values. */
    @ParameterizedTest
    @CsvSource({
        "gpt2,gpt2-bin",
        "gpt2,gpt2-training/step-7.pt",
        "gpt2,gpt2-training/step-8.pt",
        "gpt2-sharded,gpt2-sharded-bin"
    })
    void theFormatDoesNotMatter(String safetensors, String torch) throws Exception {
        try (Model first = Model.load(Golden.folder(safetensors), Processing.RAW);
                Model second = Model.load(TorchFixtures.path(torch), Processing.RAW)) {
            assertEquals(first.fingerprint(), second.fingerprint());
            assertEquals(first.parameterCount(), second.parameterCount());
            assertEquals(first.weightBytes(), second.weightBytes());
        }
    }

    /** Stored runs are found by it, so it must be the same in every version of Headscope. */
    @Test
    void staysTheSame() throws Exception {
        assertEquals("1cee6bf3a90f", of(Golden.folder("gpt2")));
    }

    @Test
    void processingDoesNotMatter() throws Exception {
        try (Model folded = Model.load(temp.resolve("first"), Processing.FOLDED)) {
            assertEquals(fingerprint, folded.fingerprint());
        }
    }

    @Test
    void anyOtherWeightsHaveAnother() throws Exception {
        assertNotEquals(fingerprint, of(TinyCheckpoint.of(2, 1, 96, 500, 24).write(temp.resolve("seed"))));
        int size = checkpoint().tensor(LARGE).size();
        for (int index : new int[] {0, size - 1}) {
            TinyCheckpoint changed = checkpoint().change(LARGE, index, 0.123f);
            assertNotEquals(fingerprint, of(changed.write(temp.resolve("changed"))), "value " + index);
        }
    }

    @Test
    void weightsThatDifferInThoseBehindTheFirstFewThousandHaveAnother() throws Exception {
        TinyCheckpoint changed = checkpoint();
        float[] values = changed.tensor(LARGE).toArray();
        Arrays.fill(values, 5000, values.length, 0.123f);
        changed.put(LARGE, Tensor.of(values, 500, 96));
        assertNotEquals(fingerprint, of(changed.write(temp.resolve("tail"))));
    }

    private static TinyCheckpoint checkpoint() {
        return TinyCheckpoint.of(1, 1, 96, 500, 24);
    }

    private static String of(Path folder) throws Exception {
        try (Model model = Model.load(folder, Processing.RAW)) {
            return model.fingerprint();
        }
    }
}
