package org.headscope.engine.io;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The weights of a Hugging Face folder as one set of names, whether they lie in one file or in shards. */
public final class WeightFiles implements TensorSource {
    private static final String SINGLE = "model.safetensors";
    private static final String SAFETENSORS = ".safetensors";

    /** What the Trainer of transformers saves beside a model. */
    private static final String NO_WEIGHTS = "(training_args|optimizer|scheduler|scaler|rng_state.*)\\.(bin|pth?)";

    private final List<WeightFile> files;
    private final Map<String, WeightFile> fileOf;

    private WeightFiles(List<WeightFile> files, Map<String, WeightFile> fileOf) {
        this.files = List.copyOf(files);
        this.fileOf = Collections.unmodifiableMap(fileOf);
    }

    /**
     * Opens the weights of a folder and checks all their headers. They are, and the first that is there wins: {@code
     * model.safetensors}, the shards of its index, {@code pytorch_model.bin}, the shards of its index, and the only file
     * of PyTorch under another name.
     */
    public static WeightFiles open(Path folder) throws ModelException {
        for (String single : List.of(SINGLE, "pytorch_model.bin")) {
            if (OrdinaryFile.isThere(folder.resolve(single))) {
                return ofFile(folder.resolve(single));
            }
            String index = single + ".index.json";
            if (OrdinaryFile.isThere(folder.resolve(index))) {
                return merge(new ShardIndex(folder, index).open());
            }
        }
        List<String> names = list(folder);
        List<String> others = names.stream()
                .filter(name -> TorchFile.isNamedLikeOne(Path.of(name)) && !name.matches(NO_WEIGHTS))
                .toList();
        if (others.size() == 1) {
            return ofFile(folder.resolve(others.getFirst()));
        }
        throw new ModelException(others.isEmpty() ? missing(folder, names) : tooMany(folder, others));
    }

    /** Opens one file of weights and checks its header. */
    public static WeightFiles ofFile(Path file) throws ModelException {
        return merge(List.of(openFile(file)));
    }

    /** Whether a file may hold weights, by its name. */
    public static boolean isNamedLikeWeights(Path file) {
        return String.valueOf(file.getFileName()).endsWith(SAFETENSORS) || TorchFile.isNamedLikeOne(file);
    }

    static WeightFile openFile(Path file) throws ModelException {
        boolean torch = !String.valueOf(file.getFileName()).endsWith(SAFETENSORS) && TorchFile.isNamedLikeOne(file);
        return torch ? TorchFile.open(file) : SafetensorsFile.open(file);
    }

    private static String tooMany(Path folder, List<String> files) {
        String some = String.join(", ", files.subList(0, Math.min(4, files.size()))) + (files.size() > 4 ? ", …" : "");
        return folder + " has no " + SINGLE + ", but " + files.size() + " files of PyTorch (" + some
                + "): choose one of them in place of the folder.";
    }

    private static String missing(Path folder, List<String> names) {
        String said = folder + " has no " + SINGLE;
        List<String> shards =
                names.stream().filter(name -> name.endsWith(SAFETENSORS)).toList();
        if (shards.size() == 1) {
            return said + ": if " + shards.getFirst() + " holds the weights, rename it.";
        } else if (!shards.isEmpty()) {
            return said + ", and the " + shards.size() + " safetensors files there need a " + SINGLE + ".index.json"
                    + " that lists what is in them.";
        } else if (names.stream().anyMatch(name -> name.endsWith(".gguf"))) {
            return said + ", only GGUF weights, which Headscope does not read: download the safetensors version.";
        }
        return said + " and no " + SINGLE + ".index.json: it holds no weights that Headscope can read.";
    }

    private static List<String> list(Path folder) throws ModelException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be read because " + FileFault.reason(e) + ".", e);
        }
    }

    private static WeightFiles merge(List<WeightFile> files) throws ModelException {
        var fileOf = new LinkedHashMap<String, WeightFile>();
        for (WeightFile file : files) {
            for (String name : file.names()) {
                WeightFile other = fileOf.putIfAbsent(name, file);
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
    public List<WeightFile> files() {
        return files;
    }

    /** Bytes of all files together. */
    public long size() {
        return files.stream().mapToLong(WeightFile::size).sum();
    }

    /** The file that holds a tensor. */
    public WeightFile file(String name) throws ModelException {
        WeightFile file = fileOf.get(name);
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
