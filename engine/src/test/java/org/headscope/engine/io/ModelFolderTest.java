package org.headscope.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.headscope.engine.Golden;
import org.headscope.engine.TorchFixtures;
import org.headscope.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("Größe mit Ümlaut 模型"));
        put("config.json", "{\"model_type\": \"gpt2\"}");
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void weights(String file, String... tensors) throws ModelException {
        var writer = new SafetensorsWriter();
        for (String tensor : tensors) {
            writer.add(tensor, Tensor.of(new float[] {tensor.length(), 1}, 2));
        }
        writer.write(folder.resolve(file));
    }

    private void refused(String... parts) {
        String said = assertThrows(ModelException.class, () -> ModelFolder.open(folder))
                .getMessage();
        for (String part : parts) {
            assertTrue(said.contains(part), said);
        }
        assertTrue(said.endsWith(".") && said.indexOf('\n') < 0, said);
    }

    @Test
    void opensAFolder() throws Exception {
        weights("model.safetensors", "a", "bb");
        ModelFolder model = ModelFolder.open(folder);
        assertEquals("gpt2", model.config().get("model_type").textValue());
        assertEquals("Größe mit Ümlaut 模型", model.name());
        assertEquals(Set.of("a", "bb"), model.weights().names());
        assertArrayEquals(new float[] {2, 1}, model.weights().read("bb").toArray());
    }

    @Test
    void shardsLookLikeOneFile() throws Exception {
        var whole = ModelFolder.open(Golden.folder("gpt2")).weights();
        var shards = ModelFolder.open(Golden.folder("gpt2-sharded")).weights();
        assertEquals(3, shards.files().size());
        assertTrue(shards.size() > 100_000);
        assertTrue(whole.names().containsAll(shards.names()));
        for (String name : shards.names()) {
            assertArrayEquals(whole.info(name).shape(), shards.info(name).shape());
            assertEquals(shards.info(name).count(), shards.read(name).size());
        }
        String said =
                assertThrows(ModelException.class, () -> shards.read("wpe")).getMessage();
        assertTrue(said.startsWith("No tensor \"wpe\" is in model-00001-of-00003.safetensors, "), said);
    }

    @Test
    void refusesWhatIsNoModelFolder() throws Exception {
        refused("Größe mit Ümlaut 模型 has no model.safetensors and no " + INDEX, "holds no weights");
        Files.delete(folder.resolve("config.json"));
        refused("is not a model folder: it has no config.json");
        Files.delete(folder);
        refused("There is no folder ");
        Files.writeString(folder, "");
        refused(" is a file: choose the folder");
    }

    @Test
    void refusesBrokenConfigurations() throws Exception {
        weights("model.safetensors", "a");
        put("config.json", "{\n  \"n_layer\": 2,\n  \"n_head\" 4\n}");
        refused("config.json is not valid JSON, line 3, column 12: ");
        put("config.json", "{\"n_layer\": 2, \"n_layer\": 3}");
        refused("config.json is not valid JSON, line 1", "Duplicate field 'n_layer'");
        put("config.json", "{} {}");
        refused("config.json is not valid JSON, line 1");
        put("config.json", "[".repeat(100_000));
        refused("config.json is nested too deeply");
        put("config.json", "{\"a\": [1, 2");
        refused("config.json is not valid JSON, line 1, column 12: Unexpected end-of-input: expected close marker for"
                + " Array.");
        put("config.json", "[]");
        refused("config.json is not a JSON object");
        put("config.json", "");
        refused("config.json is empty");
        put("config.json", " ".repeat(10_000_001));
        refused("config.json is too large");
        Files.write(folder.resolve("config.json"), new byte[] {'"', (byte) 0xFF, '"'});
        refused("config.json is not UTF-8 text");
        Files.delete(folder.resolve("config.json"));
        Files.createDirectory(folder.resolve("config.json"));
        refused("config.json is a folder");
    }

    @Test
    void acceptsWhatPythonWrites() throws Exception {
        weights("model.safetensors", "a");
        put("config.json", "\uFEFF{\"limit\": Infinity, \"x\": NaN}");
        assertTrue(
                Double.isInfinite(ModelFolder.open(folder).config().get("limit").doubleValue()));
    }

    @Test
    void saysWhatToDoAboutOtherFormats() throws Exception {
        put("unrelated.gguf", "");
        refused("only GGUF weights");
        weights("weights.safetensors", "a");
        refused("has no model.safetensors: if weights.safetensors holds the weights, rename it");
        weights("more.safetensors", "b");
        refused("the 2 safetensors files there need a " + INDEX);
        put("pytorch_model.bin", "");
        refused("pytorch_model.bin is not a PyTorch file: it is no zip archive");
    }

    @Test
    void safetensorsWinOverFilesOfPyTorch() throws Exception {
        torch("pytorch_model.bin");
        assertEquals(Set.of("t"), ModelFolder.open(folder).weights().names());
        weights("model.safetensors", "a");
        put("pytorch_model.bin", "broken");
        assertEquals(Set.of("a"), ModelFolder.open(folder).weights().names());
    }

    @Test
    void shardsOfPyTorchLookLikeOneFile() throws Exception {
        var safetensors = ModelFolder.open(Golden.folder("gpt2-sharded")).weights();
        var torch = ModelFolder.open(TorchFixtures.path("gpt2-sharded-bin")).weights();
        assertEquals(3, torch.files().size());
        assertEquals(safetensors.names(), torch.names());
        for (String name : torch.names()) {
            assertArrayEquals(safetensors.read(name).toArray(), torch.read(name).toArray(), name);
        }
        put("pytorch_model.bin.index.json", "{\"weight_map\": {\"a\": \"one.bin\"}}");
        refused("The weight file one.bin, which pytorch_model.bin.index.json lists, is missing from ");
    }

    @Test
    void theOnlyFileOfPyTorchIsTaken() throws Exception {
        torch("step-7.pth");
        put("training_args.bin", "a pickle of settings");
        put("optimizer.pt", "what the optimizer keeps");
        assertEquals(Set.of("t"), ModelFolder.open(folder).weights().names());
        torch("step-8.pt");
        refused("has no model.safetensors, but 2 files of PyTorch (step-7.pth, step-8.pt): choose one of them");
    }

    @Test
    void aFileOfWeightsStandsForItsFolder() throws Exception {
        torch("step-7.pth");
        torch("step-8.pth");
        ModelFolder model = ModelFolder.open(folder.resolve("step-8.pth"));
        assertEquals("step-8.pth", model.name());
        assertEquals(folder, model.path());
        assertEquals(1, model.weights().files().size());
        weights("other.safetensors", "a");
        assertEquals(
                Set.of("a"),
                ModelFolder.open(folder.resolve("other.safetensors")).weights().names());
        Files.delete(folder.resolve("config.json"));
        folder = folder.resolve("step-8.pth");
        refused("step-8.pth has no config.json beside it, which says what model the weights are for");
    }

    private void torch(String file) throws IOException {
        var zip = TorchZip.of(TorchZip.oneTensor("K\0", "K\6\u0085", "K\1\u0085"));
        Files.write(folder.resolve(file), zip.bytes());
    }

    @Test
    void theIndexMustBeSound() throws Exception {
        put(INDEX, "{\"weight_map\": ");
        refused(INDEX + " is not valid JSON, line 1");
        put(INDEX, "{\"weight_map\": []}");
        refused(INDEX + " has no object \"weight_map\"");
        put(INDEX, "{\"weight_map\": {\"a\": 1}}");
        refused(INDEX + " gives no file name for tensor \"a\"");
        put(INDEX, "{\"weight_map\": {\"a\": \"one.safetensors\"}}");
        refused("The weight file one.safetensors", "is missing from ");
        weights("one.safetensors", "b");
        refused("one.safetensors has no tensor \"a\", although " + INDEX + " lists it there");
        weights("one.safetensors", "a", "b");
        weights("two.safetensors", "b");
        put(INDEX, "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        refused("Tensor \"b\" is both in one.safetensors and in two.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.safetensors", "/etc/passwd", "sub/../../a", "..", "", "C:\\\\a", "\\\\\\\\host\\\\a"})
    void theIndexMustNotLeaveTheFolder(String shard) throws Exception {
        put(INDEX, "{\"weight_map\": {\"a\": \"" + shard + "\"}}");
        refused(INDEX + " lists the file ", "which is not a plain file name");
    }

    @Test
    void theIndexMayHoldNoImpossibleName() throws Exception {
        put(INDEX, "{\"weight_map\": {\"a\": \"a\\u0000b\"}}");
        refused(INDEX + " lists the impossible file name \"a\\u0000b\"");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a privilege there")
    void shardsMayBeSymbolicLinks() throws Exception {
        SafetensorsWriter.write(temporary.resolve("blob"), Map.of("a", Tensor.of(new float[] {1}, 1)));
        Files.createSymbolicLink(folder.resolve("one.safetensors"), temporary.resolve("blob"));
        put(INDEX, "{\"weight_map\": {\"a\": \"one.safetensors\"}}");
        assertEquals(1, ModelFolder.open(folder).weights().read("a").flat(0));
    }
}
