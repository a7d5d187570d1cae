package org.headscope.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.tensor.Tensor;

/** A small GPT-2 with random weights, none of them 0 or 1, which a test may change before it is written to a folder. */
public final class TinyCheckpoint {
    private final ObjectNode config = new ObjectMapper().createObjectNode();
    private final Map<String, Tensor> tensors = new TreeMap<>();
    private final Random random;

    private TinyCheckpoint(long seed) {
        random = new Random(seed);
    }

    /** 4 layers of 3 heads, d_model 12, d_mlp 20, 29 tokens, 24 positions. */
    public static TinyCheckpoint random(long seed) {
        return of(seed, 4, 12, 29, 24);
    }

    public static TinyCheckpoint of(long seed, int layers, int dModel, int vocab, int context) {
        var tiny = new TinyCheckpoint(seed);
        int dMlp = 20;
        tiny.config
                .put("model_type", "gpt2")
                .put("activation_function", "gelu_new")
                .put("layer_norm_epsilon", 3e-4);
        tiny.config
                .put("n_layer", layers)
                .put("n_head", 3)
                .put("n_embd", dModel)
                .put("n_inner", dMlp);
        tiny.config.put("vocab_size", vocab).put("n_positions", context);
        tiny.fill("transformer.wte.weight", 0, vocab, dModel);
        tiny.fill("transformer.wpe.weight", 0, context, dModel);
        for (int layer = 0; layer < layers; layer++) {
            String at = "transformer.h." + layer + ".";
            tiny.norm(at + "ln_1", dModel);
            tiny.linear(at + "attn.c_attn", dModel, 3 * dModel);
            tiny.linear(at + "attn.c_proj", dModel, dModel);
            tiny.norm(at + "ln_2", dModel);
            tiny.linear(at + "mlp.c_fc", dModel, dMlp);
            tiny.linear(at + "mlp.c_proj", dMlp, dModel);
        }
        tiny.norm("transformer.ln_f", dModel);
        return tiny;
    }

    private void norm(String name, int width) {
        fill(name + ".weight", 1, width);
        fill(name + ".bias", 0, width);
    }

    private void linear(String name, int in, int out) {
        fill(name + ".weight", 0, in, out);
        fill(name + ".bias", 0, out);
    }

    /** Sets a tensor to random values around a mean. */
    public TinyCheckpoint fill(String name, double mean, int... shape) {
        var data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < data.length; i++) data[i] = (float) (mean + 0.4 * random.nextGaussian());
        return put(name, Tensor.of(data, shape));
    }

    public TinyCheckpoint put(String name, Tensor tensor) {
        tensors.put(name, tensor);
        return this;
    }

    /** Changes one value of a tensor, counted through all axes. */
    public TinyCheckpoint change(String name, int index, float value) {
        Tensor old = tensors.get(name);
        float[] data = old.toArray();
        data[index] = value;
        return put(name, Tensor.of(data, old.shape()));
    }

    public TinyCheckpoint remove(String name) {
        tensors.remove(name);
        return this;
    }

    /** The same with names as the oldest published checkpoints have them. */
    public TinyCheckpoint withoutPrefix() {
        Map<String, Tensor> renamed = new TreeMap<>();
        tensors.forEach((name, tensor) -> renamed.put(name.replaceFirst("^transformer\\.", ""), tensor));
        tensors.clear();
        tensors.putAll(renamed);
        return this;
    }

    /** Number of values in all tensors. */
    public long count() {
        return tensors.values().stream().mapToLong(Tensor::size).sum();
    }

    public Tensor tensor(String name) {
        return tensors.get(name);
    }

    /** Sets a field of config.json to a number, a text, true or false. */
    public TinyCheckpoint config(String field, Object value) {
        config.putPOJO(field, value);
        return this;
    }

    /** Writes config.json and model.safetensors. */
    public Path write(Path folder) throws ModelException {
        writeConfig(folder);
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
        return folder;
    }

    /** The same with the tensors dealt out to two files and an index. */
    public Path writeShards(Path folder) throws IOException, ModelException {
        writeConfig(folder);
        var index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        var first = new SafetensorsWriter();
        var second = new SafetensorsWriter();
        boolean toFirst = true;
        for (var entry : tensors.entrySet()) {
            (toFirst ? first : second).add(entry.getKey(), entry.getValue());
            map.put(entry.getKey(), toFirst ? "a.safetensors" : "b.safetensors");
            toFirst = !toFirst;
        }
        first.write(folder.resolve("a.safetensors"));
        second.write(folder.resolve("b.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
        return folder;
    }

    private void writeConfig(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads it by way of a folder that is gone afterwards. */
    public Model load(Processing processing) {
        try {
            Path folder = Files.createTempDirectory("tiny");
            try {
                return Model.load(write(folder), processing);
            } finally {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
        } catch (IOException | ModelException e) {
            throw new AssertionError(e);
        }
    }
}
