package org.headscope.engine.model;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.io.DType;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TorchFile;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch itself wrote: see src/test/torch/by-pytorch/README.md. */
class PytorchFilesTest {
    private static TorchFile open(String name) throws ModelException {
        return TorchFile.open(TorchFixtures.path("by-pytorch").resolve(name));
    }

    private static int[][] tokens(Tensor stored) {
        int[] shape = stored.shape();
        return IntStream.range(0, shape[0])
                .mapToObj(row -> IntStream.range(0, shape[1])
                        .map(pos -> (int) stored.get(row, pos))
                        .toArray())
                .toArray(int[][]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state-dict.pt", "protocol-4.pt", "parameters.pt", "data-parallel.pt", "checkpoint.pt"})
    void aModelGivesTheLogitsOfPytorchsOwnLayers(String name) throws Exception {
        TorchFile answers = open("answers.pth");
        var request = RunRequest.of(tokens(answers.read("tokens")));
        try (Model model = Model.load(TorchFixtures.path("by-pytorch").resolve(name), Processing.RAW)) {
            assertNear(answers.read("logits"), model.run(request).logits(), name);
        }
    }

    @Test
    void halfPrecisionIsWidened() throws Exception {
        TorchFile full = open("state-dict.pt");
        TorchFile half = open("half.pt");
        TorchFile brain = open("bfloat16.pt");
        assertEquals(full.names(), half.names());
        for (String name : full.names()) {
            assertEquals(DType.F16, half.info(name).dtype());
            assertEquals(DType.BF16, brain.info(name).dtype());
            float[] exact = full.read(name).toArray();
            float[] halves = half.read(name).toArray();
            float[] brains = brain.read(name).toArray();
            for (int i = 0; i < exact.length; i++) {
                assertEquals(Float.float16ToFloat(Float.floatToFloat16(exact[i])), halves[i], name);
                assertEquals(exact[i], brains[i], Math.abs(exact[i]) / 256, name);
                assertEquals(0, Float.floatToIntBits(brains[i]) & 0xffff, name);
            }
        }
    }

    @Test
    void everyTypeIsRead() throws Exception {
        TorchFile file = open("kinds.pth");
        for (DType type :
                List.of(DType.F64, DType.F32, DType.F16, DType.BF16, DType.I64, DType.I32, DType.I16, DType.I8)) {
            assertEquals(type, file.info(type.name()).dtype());
            assertArrayEquals(new float[] {-3, 0, 5}, file.read(type.name()).toArray(), type.name());
        }
        assertArrayEquals(new float[] {200, 0, 5}, file.read("U8").toArray());
        assertArrayEquals(new float[] {1, 0, 1}, file.read("BOOL").toArray());
        assertArrayEquals(new long[] {}, file.info("scalar").shape());
        assertEquals(2.5f, file.read("scalar").get());
        assertArrayEquals(new int[] {0, 3}, file.read("none").shape());
    }

    @Test
    void everyViewIsReadAsPytorchSeesIt() throws Exception {
        TorchFile file = open("kinds.pth");
        Tensor whole = file.read("whole");
        for (int i = 0; i < 24; i++) {
            assertEquals(i / 2f, whole.flat(i));
            assertEquals(whole.flat(i), file.read("transposed").get(i % 4, i / 4 % 3, i / 12));
        }
        assertArrayEquals(new float[] {1.5f, 3.5f, 5.5f, 7.5f, 9.5f, 11.5f}, values(file, "column"));
        assertArrayEquals(new float[] {2.5f, 3, 3.5f, 8.5f, 9, 9.5f}, values(file, "part"));
        assertArrayEquals(new float[] {2.5f, 3, 4.5f, 5, 8.5f, 9, 10.5f, 11}, values(file, "slice"));
        assertArrayEquals(new float[] {1, 1.5f, 1, 1.5f, 1, 1.5f}, values(file, "repeated"));
        assertArrayEquals(new float[] {2, 3, 4, 2.5f, 3.5f, 4.5f}, values(file, "parameter"));
        assertArrayEquals(new int[] {2, 3}, file.read("parameter").shape());
    }

    private static float[] values(TorchFile file, String name) throws ModelException {
        return file.read(name).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "before-1.6.pt, is in the format that PyTorch wrote before version 1.6",
        "whole-module.pt, asks Python for \"__main__.MinGpt\"",
        "torchscript.pt, is a TorchScript program",
        "one-tensor.pt, does not hold a dictionary of tensors",
        "complex.pt, asks Python for \"torch.ComplexFloatStorage\"",
        "sparse.pt, asks Python for \"torch._utils._rebuild_sparse_tensor\"",
        "quantized.pt, asks Python for \"torch._utils._rebuild_qtensor\""
    })
    void whatIsNoPlainDictionaryIsRefused(String name, String reason) {
        String said = assertThrows(ModelException.class, () -> open(name)).getMessage();
        assertTrue(said.startsWith(name + " " + reason) && said.endsWith("."), said);
    }
}
