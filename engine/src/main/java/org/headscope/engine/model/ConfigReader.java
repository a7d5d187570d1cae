package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.headscope.engine.io.ModelException;

/**
 * Reads checked values from a config.json.
 *
 * @param path what stands in front of a field's name where it is inside another, such as {@code rope_scaling.}
 */
record ConfigReader(JsonNode json, String path) {
    /** No real model has a longer axis, and sums of a few of these still fit an int. */
    private static final int LARGEST = 100_000_000;

    private static final int MOST_LAYERS = 1000;

    private static final SequencedMap<String, Activation> ACTIVATIONS = new LinkedHashMap<>();

    static {
        for (String tanh : List.of("gelu_new", "gelu_fast", "gelu_pytorch_tanh")) {
            ACTIVATIONS.put(tanh, Activation.GELU_NEW);
        }
        ACTIVATIONS.put("gelu", Activation.GELU);
        ACTIVATIONS.put("relu", Activation.RELU);
        ACTIVATIONS.put("silu", Activation.SILU);
        ACTIVATIONS.put("swish", Activation.SILU);
    }

    ConfigReader(JsonNode json) {
        this(json, "");
    }

    /** Whether a field is there and not null. */
    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** The same for a number that -1 stands for the absence of. */
    boolean set(String field) {
        return has(field) && !(json.get(field).isNumber() && json.get(field).doubleValue() == -1);
    }

    String text(String field, String absent) {
        return has(field) ? json.get(field).asText() : absent;
    }

    /** The fields inside a field, none if it is missing. */
    ConfigReader inside(String field) throws ModelException {
        JsonNode inner = json.path(field);
        if (has(field) && !inner.isObject()) throw wrong(field, inner, "an object");
        return new ConfigReader(inner, path + field + ".");
    }

    /** The first of some names that is there, else the first. */
    String oneOf(String... names) {
        for (String name : names) {
            if (has(name)) return name;
        }
        return names[0];
    }

    /** A whole number that must be there and be at least 1. */
    int positive(String field) throws ModelException {
        if (!has(field)) throw new ModelException("config.json lacks the field " + path + field + ".");
        return positive(field, 0);
    }

    /** A whole number from 0 on, or {@code absent} where the field is missing or null. */
    int notNegative(String field, int absent) throws ModelException {
        return json.path(field).isInt() && json.get(field).intValue() == 0 ? 0 : positive(field, absent);
    }

    /** The number of layers, which is kept within bounds because lists are made from it before anything else is checked. */
    int layers(String field) throws ModelException {
        int layers = positive(field);
        if (layers > MOST_LAYERS) {
            throw new ModelException("config.json gives " + field + " " + layers + "; more than " + MOST_LAYERS
                    + " layers are refused.");
        }
        return layers;
    }

    /** How large a part of a whole each of some shares is, which must come out even. */
    int share(String whole, String parts) throws ModelException {
        int all = positive(whole);
        int count = positive(parts);
        if (all % count != 0) {
            throw new ModelException("config.json gives " + whole + " " + all + ", which " + parts + " " + count
                    + " does not divide; the heads must share it evenly.");
        }
        return all / count;
    }

    /** Key/value heads, which the query heads must share evenly. */
    int keyValueHeads(String field, int nHeads, int absent) throws ModelException {
        int count = positive(field, absent);
        if (nHeads % count != 0) {
            throw wrong(field, json.get(field), "a divisor of the " + nHeads + " query heads");
        }
        return count;
    }

    /** Refuses a value that Headscope has no numbers for. */
    void require(boolean holds, String field, String sentence) throws ModelException {
        if (holds) return;
        throw new ModelException("The field " + path + field + " in config.json is "
                + shortened(json.path(field).toString()) + ": " + sentence + ".");
    }

    /** A whole number of at least 1, or {@code absent} where the field is missing or null. */
    int positive(String field, int absent) throws ModelException {
        if (!has(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > LARGEST) {
            throw wrong(field, value, "a whole number from 1 to " + LARGEST);
        }
        return value.intValue();
    }

    /** A number above 0, or {@code absent} where the field is missing or null. */
    double above0(String field, double absent) throws ModelException {
        double number = number(field, absent);
        if (number == 0 && has(field)) throw wrong(field, json.get(field), "a number above 0");
        return number;
    }

    /** A number of at least 0, or {@code absent} where the field is missing or null. */
    double number(String field, double absent) throws ModelException {
        if (!has(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() < 0) {
            throw wrong(field, value, "a number of at least 0");
        }
        return value.doubleValue();
    }

    boolean flag(String field, boolean absent) throws ModelException {
        if (!has(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isBoolean()) throw wrong(field, value, "true or false");
        return value.booleanValue();
    }

    /** One token id or a list of them. */
    private List<Integer> tokenIds(String field, int vocabSize) throws ModelException {
        if (!json.path(field).isArray()) {
            OptionalInt one = tokenId(field, vocabSize);
            return one.isPresent() ? List.of(one.getAsInt()) : List.of();
        }
        var ids = new ArrayList<Integer>();
        for (JsonNode value : json.get(field)) tokenId(field, value, vocabSize).ifPresent(ids::add);
        return ids;
    }

    /** @param prependBos whether BOS is put in front of prompts by default */
    SpecialTokens specialTokens(int vocabSize, boolean prependBos) throws ModelException {
        return new SpecialTokens(tokenId("bos_token_id", vocabSize), prependBos, tokenIds("eos_token_id", vocabSize));
    }

    private OptionalInt tokenId(String field, int vocabSize) throws ModelException {
        return has(field) ? tokenId(field, json.get(field), vocabSize) : OptionalInt.empty();
    }

    private OptionalInt tokenId(String field, JsonNode value, int vocabSize) throws ModelException {
        if (!value.isInt() || value.intValue() < 0) throw wrong(field, value, "a token id");
        return value.intValue() < vocabSize ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    Activation activation(String field, String absent) throws ModelException {
        return activation(json.path(field).asText(absent));
    }

    /** The non-linearity of a name. */
    static Activation activation(String name) throws ModelException {
        Activation known = ACTIVATIONS.get(name);
        if (known != null) return known;
        throw new ModelException("The activation function \"" + shortened(name)
                + "\" in config.json is not supported; Headscope knows: " + String.join(", ", ACTIVATIONS.keySet())
                + ".");
    }

    ModelException wrong(String field, JsonNode value, String expected) {
        return new ModelException("The field " + path + field + " in config.json is " + shortened(value.toString())
                + " but should be " + expected + ".");
    }

    /** A text of the file, short enough for a sentence. */
    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
