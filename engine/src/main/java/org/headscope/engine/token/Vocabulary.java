package org.headscope.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.headscope.engine.io.ModelException;

/** The pieces of a tokenizer.json by id: their bytes, and the text to show for them. */
final class Vocabulary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[][] bytes;
    private final String[] texts;
    private final Map<String, Integer> added;
    private final boolean spells;

    private Vocabulary(byte[][] bytes, String[] texts, Map<String, Integer> added, boolean spells) {
        this.bytes = bytes;
        this.texts = texts;
        this.added = added;
        this.spells = spells;
    }

    /** Whether the pieces are bytes, so that those of a sequence of ids in a row are its text. */
    boolean spells() {
        return spells;
    }

    boolean has(int id) {
        return id >= 0 && id < texts.length && texts[id] != null;
    }

    /** What to show for an id; {@code <id 123>} if it has no piece. */
    String text(int id) {
        return has(id) ? texts[id] : "<id " + id + ">";
    }

    /** The bytes that an id adds to a text; not a copy, not to be written. */
    byte[] bytes(int id) {
        return has(id) ? bytes[id] : text(id).getBytes(UTF_8);
    }

    /** The id of an added token such as {@code <|endoftext|>}. */
    OptionalInt added(String content) {
        Integer id = added.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** An id if there is one and the vocabulary has it. */
    static OptionalInt within(int dVocab, OptionalInt id) {
        return id.isPresent() && id.getAsInt() >= 0 && id.getAsInt() < dVocab ? id : OptionalInt.empty();
    }

    /** Reads a tokenizer.json. */
    static Vocabulary read(Path file, int dVocab) throws ModelException {
        return read(file, dVocab, () -> JSON.createParser(file.toFile()));
    }

    /**
     * Reads what a tokenizer.json would hold.
     *
     * @param from the folder it was put together from
     */
    static Vocabulary read(Path from, byte[] tokenizer, int dVocab) throws ModelException {
        return read(from, dVocab, () -> JSON.createParser(tokenizer));
    }

    /** Where the JSON comes from. */
    @FunctionalInterface
    private interface Source {
        JsonParser open() throws IOException;
    }

    private static Vocabulary read(Path file, int dVocab, Source source) throws ModelException {
        var content = new Content();
        try (JsonParser json = source.open()) {
            content.read(json);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read as a tokenizer: %s".formatted(file, firstLine(e)), e);
        }
        int highest = content.highestId();
        if (highest >= dVocab) {
            throw new ModelException(("%s has token ids up to %d, but the vocabulary of the model ends at %d "
                            + "(d_vocab %d): this tokenizer does not belong to this model.")
                    .formatted(file, highest, dVocab - 1, dVocab));
        }
        return content.vocabulary(highest + 1);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown defect");
    }

    /** What the file says. Merges, by far its longest part, are skipped. */
    private static final class Content {
        private final Map<Integer, String> pieces = new HashMap<>();
        private final Map<String, Integer> added = new HashMap<>();
        private boolean byteLevel;
        private boolean metaspace;

        void read(JsonParser json) throws IOException {
            expect(json, json.nextToken(), JsonToken.START_OBJECT, "the file");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "added_tokens" -> readAdded(json.readValueAsTree());
                    case "model" -> readModel(json);
                    case "pre_tokenizer", "decoder", "normalizer" -> noteAlphabet(json.readValueAsTree());
                    default -> json.skipChildren();
                }
            }
        }

        private void readAdded(JsonNode tokens) {
            for (JsonNode token : tokens) {
                added.put(token.path("content").asText(), token.path("id").asInt(-1));
            }
        }

        private void noteAlphabet(JsonNode stage) {
            byteLevel |= stage.findValuesAsText("type").contains("ByteLevel");
            metaspace |= stage.toString().contains("▁");
        }

        private void readModel(JsonParser json) throws IOException {
            expect(json, json.currentToken(), JsonToken.START_OBJECT, "its model");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (!field.equals("vocab")) {
                    json.skipChildren();
                } else if (value == JsonToken.START_OBJECT) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String piece = json.currentName();
                        JsonToken id = json.nextToken();
                        expect(json, id, JsonToken.VALUE_NUMBER_INT, "the id of '" + piece + "'");
                        pieces.put(json.getIntValue(), piece);
                    }
                } else {
                    // Unigram: pairs of piece and score, the id is the place in the list
                    JsonNode pairs = json.readValueAsTree();
                    for (int id = 0; id < pairs.size(); id++) {
                        pieces.put(id, pairs.get(id).path(0).asText());
                    }
                }
            }
        }

        private static void expect(JsonParser json, JsonToken got, JsonToken wanted, String what) throws IOException {
            if (got != wanted) {
                throw new IOException("%s is not what a tokenizer.json holds, in line %d."
                        .formatted(what, json.currentLocation().getLineNr()));
            }
        }

        int highestId() {
            added.forEach((piece, id) -> pieces.put(id, piece));
            return pieces.keySet().stream().mapToInt(id -> id).max().orElse(-1);
        }

        Vocabulary vocabulary(int size) {
            byte[][] bytes = new byte[size][];
            String[] texts = new String[size];
            pieces.forEach((id, piece) -> {
                if (id >= 0) {
                    bytes[id] = added.containsKey(piece) ? piece.getBytes(UTF_8) : bytesOf(piece);
                    texts[id] = ByteAlphabet.show(bytes[id]);
                }
            });
            return new Vocabulary(bytes, texts, Map.copyOf(added), byteLevel);
        }

        private byte[] bytesOf(String piece) {
            if (byteLevel) {
                return ByteAlphabet.bytes(piece).orElseGet(() -> piece.getBytes(UTF_8));
            }
            if (piece.matches("<0x[0-9A-F]{2}>")) {
                return new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)};
            }
            return (metaspace ? piece.replace('▁', ' ') : piece).getBytes(UTF_8);
        }
    }
}
