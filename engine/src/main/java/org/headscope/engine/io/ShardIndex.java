package org.headscope.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * The file that lists which tensor lies in which shard.
 *
 * @param folder where it and the shards lie
 * @param name its name
 */
record ShardIndex(Path folder, String name) {
    private static final int MOST_BYTES = 50_000_000;
    private static final String MAP = "weight_map";

    /** Opens all shards; each must hold what is listed there. */
    List<WeightFile> open() throws ModelException {
        OrdinaryFile.require(folder.resolve(name), "a JSON file");
        JsonNode map = JsonFile.read(folder.resolve(name), MOST_BYTES).get(MAP);
        if (map == null || !map.isObject() || map.isEmpty()) {
            throw new ModelException(name + " has no object \"" + MAP + "\" that lists tensors and their files.");
        }
        var shards = new TreeMap<String, WeightFile>();
        for (var entry : map.properties()) {
            String shard = entry.getValue().textValue();
            if (shard == null) {
                throw new ModelException(name + " gives no file name for tensor " + Quoted.name(entry.getKey()) + ".");
            }
            if (!shards.containsKey(shard)) {
                shards.put(shard, openShard(shard));
            }
            if (!shards.get(shard).names().contains(entry.getKey())) {
                throw new ModelException(shard + " has no tensor " + Quoted.name(entry.getKey()) + ", although " + name
                        + " lists it there.");
            }
        }
        return List.copyOf(shards.values());
    }

    private WeightFile openShard(String shard) throws ModelException {
        Path path;
        try {
            path = folder.resolve(shard);
        } catch (InvalidPathException e) {
            throw new ModelException(name + " lists the impossible file name " + Quoted.name(shard) + ".", e);
        }
        // as text, so that the same folder is judged alike on every system
        if (shard.isEmpty()
                || shard.contains("/")
                || shard.contains("\\")
                || shard.contains(":")
                || shard.equals("..")) {
            throw new ModelException(name + " lists the file " + Quoted.name(shard)
                    + ", which is not a plain file name; shards must lie in the model's own folder.");
        }
        if (!OrdinaryFile.isThere(path)) {
            throw new ModelException("The weight file " + shard + ", which " + name + " lists, is missing from "
                    + folder + "; download it again.");
        }
        return WeightFiles.openFile(path);
    }
}
