package org.headscope.engine.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.OrdinaryFile;

/**
 * The two files that GPT-2's byte-level BPE was published as, {@code vocab.json} and {@code merges.txt}, written as the tokenizer.json
 * that says the same.
 */
final class BpeFiles {
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final String SPECIAL = "special_tokens_map.json";
    private static final int MOST_BYTES = 50_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BpeFiles() {}

    static boolean areIn(Path folder) {
        return OrdinaryFile.isThere(folder.resolve(VOCABULARY)) && OrdinaryFile.isThere(folder.resolve(MERGES));
    }

    /** What tokenizer.json would hold. */
    static byte[] tokenizer(Path folder) throws ModelException {
        JsonNode vocabulary = read(folder, VOCABULARY);
        ObjectNode bytes = JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        tokenizer.set("added_tokens", added(folder, vocabulary));
        tokenizer.set("pre_tokenizer", bytes);
        tokenizer.set("decoder", bytes);
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        model.set("vocab", vocabulary);
        model.set("merges", merges(folder.resolve(MERGES)));
        try {
            return JSON.writeValueAsBytes(tokenizer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(Path folder, String name) throws ModelException {
        Path file = folder.resolve(name);
        OrdinaryFile.require(file, "a JSON file");
        JsonNode json = JsonFile.read(file, MOST_BYTES);
        if (!json.isObject()) throw new ModelException(file + " is not a JSON object.");
        return json;
    }

    /** The tokens that no text is cut into, but that may be typed: the end of a text, and those that are named as such. */
    private static ArrayNode added(Path folder, JsonNode vocabulary) throws ModelException {
        Set<String> contents = new LinkedHashSet<>();
        contents.add("<|endoftext|>");
        if (OrdinaryFile.isThere(folder.resolve(SPECIAL))) {
            for (JsonNode token : read(folder, SPECIAL)) {
                contents.add(token.isObject() ? token.path("content").asText() : token.asText());
            }
        }
        ArrayNode added = JSON.createArrayNode();
        for (String content : contents) {
            if (!vocabulary.path(content).isInt()) continue;
            added.addObject()
                    .put("id", vocabulary.get(content).intValue())
                    .put("content", content)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        return added;
    }

    private static ArrayNode merges(Path file) throws ModelException {
        OrdinaryFile.require(file, "a text file");
        ArrayNode merges = JSON.createArrayNode();
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelException(file + " has more than the " + MOST_BYTES + " bytes that are allowed.");
            }
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                boolean says = !line.isBlank() && !line.startsWith("#version");
                if (says) merges.add(line);
            }
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read as UTF-8 text.", e);
        }
        return merges;
    }
}
