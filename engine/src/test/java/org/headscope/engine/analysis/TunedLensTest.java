package org.headscope.engine.analysis;

import static org.headscope.engine.Near.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedLensTest {
    private static final int WIDTH = 32;

    @TempDir
    private Path folder;

    private static Tensor random(long seed, double size, int... shape) {
        var random = new Random(seed);
        var data = new float[shape.length == 1 ? shape[0] : shape[0] * shape[1]];
        for (int i = 0; i < data.length; i++) data[i] = (float) (size * random.nextGaussian());
        return Tensor.of(data, shape);
    }

    private Path lens(Map<String, Tensor> tensors) throws ModelException {
        Path file = folder.resolve("lens.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    private static Map<String, Tensor> tensors(double size) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int layer = 0; layer < 2; layer++) {
            tensors.put(layer + ".weight", random(layer, size, WIDTH, WIDTH));
            tensors.put(layer + ".bias", random(7 + layer, size, WIDTH));
        }
        return tensors;
    }

    @Test
    void aLensThatWasNotTrainedIsTheLogitLens() throws Exception {
        TunedLens lens = TunedLens.read(lens(tensors(0)), WIDTH);
        assertEquals(2, lens.layers());
        try (Model model = new GoldenModel("gpt2").load(Processing.RAW)) {
            Tensor residual = residual(model);
            assertNear(model.readOut(residual, null), lens.read(model, 1, residual), "log-probabilities");
        }
    }

    @Test
    void theStreamIsTranslatedFirst() throws Exception {
        Map<String, Tensor> tensors = tensors(0.3);
        TunedLens lens = TunedLens.read(lens(tensors), WIDTH);
        try (Model model = new GoldenModel("llama").load(Processing.RAW)) {
            Tensor residual = residual(model);
            float[] translated = residual.toArray();
            for (int i = 0; i < translated.length; i++) {
                int row = i / WIDTH;
                int column = i % WIDTH;
                double sum = tensors.get("1.bias").flat(column);
                for (int j = 0; j < WIDTH; j++) {
                    sum += (double) residual.get(row, j)
                            * tensors.get("1.weight").get(column, j);
                }
                translated[i] += (float) sum;
            }
            Tensor expected = model.readOut(Tensor.of(translated, residual.shape()), null);
            assertNear(expected, lens.read(model, 1, residual), "log-probabilities");
        }
    }

    private static Tensor residual(Model model) throws Exception {
        RunResult run = model.run(RunRequest.of(new int[] {3, 1, 4}).keep("*resid_pre"));
        return run.kept().get("resid_pre", 1).at(0);
    }

    @Test
    void whatIsNotALensForTheModelIsRefused() throws Exception {
        Map<String, Tensor> more = tensors(1);
        more.put("other", random(1, 1, 3));
        Path file = lens(more);
        assertThrows(ModelException.class, () -> TunedLens.read(file, WIDTH));
        Path other = lens(tensors(1));
        ModelException wrong = assertThrows(ModelException.class, () -> TunedLens.read(other, 64));
        assertTrue(wrong.getMessage().contains("0.weight"), wrong.getMessage());
        TunedLens lens = TunedLens.read(other, WIDTH);
        try (Model model = new GoldenModel("gpt2").load(Processing.FOLDED)) {
            Tensor residual = residual(model);
            assertThrows(IllegalArgumentException.class, () -> lens.read(model, 0, residual));
        }
    }
}
