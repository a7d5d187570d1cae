package org.headscope.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The weights of a Hugging Face folder as one set of names, whether they lie in one file or in shards. */
public final class WeightFiles implements TensorSource {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int MOST_INDEX_BYTES = 50_000_000;
    private static final String MAP = "weight_map";

    private final List<SafetensorsFile> files;
    private final Map<String, SafetensorsFile> fileOf;

    private WeightFiles(List<SafetensorsFile> files, Map<String, SafetensorsFile> fileOf) {
        this.files = List.copyOf(files);
        this.fileOf = Collections.unmodifiableMap(fileOf);
    }

    /** Opens {@code model.safetensors}, or else the shards that the index lists, and checks all their headers. */
    public static WeightFiles open(Path folder) throws ModelException {
        if (OrdinaryFile.isThere(folder.resolve(SINGLE))) {
            return merge(List.of(SafetensorsFile.open(folder.resolve(SINGLE))));
        }
        if (OrdinaryFile.isThere(folder.resolve(INDEX))) {
            return openShards(folder);
        }
        throw new ModelException(missing(folder));
    }

    private static String missing(Path folder) throws ModelException {
        List<String> names = list(folder);
        String said = folder + " has no " + SINGLE;
        if (names.stream().anyMatch(name -> name.matches("(pytorch_)?model.*\\.(bin|pt|pth)(\\.index\\.json)?"))) {
            return said + ", only weights in PyTorch's pickle format, which can run code: convert them to safetensors,"
                    + " for instance with save_pretrained of a current version of transformers.";
        }
        List<String> shards =
                names.stream().filter(name -> name.endsWith(".safetensors")).toList();
        if (shards.size() == 1) {
            return said + ": if " + shards.getFirst() + " holds the weights, rename it.";
        } else if (!shards.isEmpty()) {
            return said + ", and the " + shards.size() + " safetensors files there need a " + INDEX
                    + " that lists what is in them.";
        } else if (names.stream().anyMatch(name -> name.endsWith(".gguf"))) {
            return said + ", only GGUF weights, which Headscope does not read: download the safetensors version.";
        }
        return said + " and no " + INDEX + ": it holds no weights that Headscope can read.";
    }

    private static List<String> list(Path folder) throws ModelException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    private static WeightFiles openShards(Path folder) throws ModelException {
        OrdinaryFile.require(folder.resolve(INDEX), "a JSON file");
        JsonNode map = JsonFile.read(folder.resolve(INDEX), MOST_INDEX_BYTES).get(MAP);
        if (map == null || !map.isObject() || map.isEmpty()) {
            throw new ModelException(INDEX + " has no object \"" + MAP + "\" that lists tensors and their files.");
        }
        var shards = new TreeMap<String, SafetensorsFile>();
        for (var entry : map.properties()) {
            String shard = entry.getValue().textValue();
            if (shard == null) {
                throw new ModelException(INDEX + " gives no file name for tensor " + Quoted.name(entry.getKey()) + ".");
            }
            if (!shards.containsKey(shard)) {
                shards.put(shard, openShard(folder, shard));
            }
            if (!shards.get(shard).names().contains(entry.getKey())) {
                throw new ModelException(shard + " has no tensor " + Quoted.name(entry.getKey()) + ", although " + INDEX
                        + " lists it there.");
            }
        }
        return merge(List.copyOf(shards.values()));
    }

    private static SafetensorsFile openShard(Path folder, String shard) throws ModelException {
        Path path;
        try {
            path = folder.resolve(shard);
        } catch (InvalidPathException e) {
            throw new ModelException(INDEX + " lists the impossible file name " + Quoted.name(shard) + ".", e);
        }
        // as text, so that the same folder is judged alike on every system
        if (shard.isEmpty()
                || shard.contains("/")
                || shard.contains("\\")
                || shard.contains(":")
                || shard.equals("..")) {
            throw new ModelException(INDEX + " lists the file " + Quoted.name(shard)
                    + ", which is not a plain file name; shards must lie in the model's own folder.");
        }
        if (!OrdinaryFile.isThere(path)) {
            throw new ModelException("The weight file " + shard + ", which " + INDEX + " lists, is missing from "
                    + folder + "; download it again.");
        }
        return SafetensorsFile.open(path);
    }

    private static WeightFiles merge(List<SafetensorsFile> files) throws ModelException {
        var fileOf = new LinkedHashMap<String, SafetensorsFile>();
        for (SafetensorsFile file : files) {
            for (String name : file.names()) {
                SafetensorsFile other = fileOf.putIfAbsent(name, file);
                if (other != null) {
                    throw new ModelException("Tensor " + Quoted.name(name) + " is both in "
                            + other.path().getFileName() + " and in "
                            + file.path().getFileName() + ".");
                }
            }
        }
        return new WeightFiles(files, fileOf);
    }

    /** The files that hold the weights. */
    public List<SafetensorsFile> files() {
        return files;
    }

    /** Bytes of all files together. */
    public long size() {
        return files.stream().mapToLong(SafetensorsFile::size).sum();
    }

    /** The file that holds a tensor. */
    public SafetensorsFile file(String name) throws ModelException {
        SafetensorsFile file = fileOf.get(name);
        if (file == null) {
            var where = new LinkedHashSet<String>();
            files.forEach(one -> where.add(one.path().getFileName().toString()));
            throw new ModelException("No tensor " + Quoted.name(name) + " is in " + String.join(", ", where) + ".");
        }
        return file;
    }

    @Override
    public Set<String> names() {
        return fileOf.keySet();
    }

    @Override
    public TensorInfo info(String name) throws ModelException {
        return file(name).info(name);
    }

    @Override
    public String called(String name) throws ModelException {
        return file(name).called(name);
    }

    @Override
    public void read(String name, long from, FloatBuffer target) throws ModelException {
        file(name).read(name, from, target);
    }
}
