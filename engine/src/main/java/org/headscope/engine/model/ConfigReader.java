package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.io.ModelException;

/** Reads checked values from a config.json. */
record ConfigReader(JsonNode json) {
    /** No real model has a longer axis, and sums of a few of these still fit an int. */
    private static final int LARGEST = 100_000_000;

    /** A whole number that must be there and be at least 1. */
    int positive(String field) throws ModelException {
        if (!json.hasNonNull(field)) throw new ModelException("config.json lacks the field " + field + ".");
        return positive(field, 0);
    }

    /** A whole number of at least 1, or {@code absent} where the field is missing or null. */
    int positive(String field, int absent) throws ModelException {
        if (!json.hasNonNull(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > LARGEST) {
            throw wrong(field, value, "a whole number from 1 to " + LARGEST);
        }
        return value.intValue();
    }

    /** A number of at least 0, or {@code absent} where the field is missing or null. */
    double number(String field, double absent) throws ModelException {
        if (!json.hasNonNull(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() < 0) {
            throw wrong(field, value, "a number of at least 0");
        }
        return value.doubleValue();
    }

    boolean flag(String field, boolean absent) throws ModelException {
        if (!json.hasNonNull(field)) return absent;
        JsonNode value = json.get(field);
        if (!value.isBoolean()) throw wrong(field, value, "true or false");
        return value.booleanValue();
    }

    /** One token id or a list of them. */
    List<Integer> tokenIds(String field, int vocabSize) throws ModelException {
        if (!json.path(field).isArray()) {
            OptionalInt one = tokenId(field, vocabSize);
            return one.isPresent() ? List.of(one.getAsInt()) : List.of();
        }
        var ids = new ArrayList<Integer>();
        for (JsonNode value : json.get(field)) tokenId(field, value, vocabSize).ifPresent(ids::add);
        return ids;
    }

    OptionalInt tokenId(String field, int vocabSize) throws ModelException {
        return json.hasNonNull(field) ? tokenId(field, json.get(field), vocabSize) : OptionalInt.empty();
    }

    private static OptionalInt tokenId(String field, JsonNode value, int vocabSize) throws ModelException {
        if (!value.isInt() || value.intValue() < 0) throw wrong(field, value, "a token id");
        return value.intValue() < vocabSize ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    Activation activation(String field, String absent) throws ModelException {
        String name = json.path(field).asText(absent);
        return switch (name) {
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Activation.GELU_NEW;
            case "gelu" -> Activation.GELU;
            case "relu" -> Activation.RELU;
            case "silu", "swish" -> Activation.SILU;
            default ->
                throw new ModelException("The activation function \"" + shortened(name)
                        + "\" in config.json is not supported; Headscope knows: "
                        + String.join(
                                ", ", List.of("gelu_new", "gelu_fast", "gelu_pytorch_tanh", "gelu", "relu", "silu"))
                        + ".");
        };
    }

    private static ModelException wrong(String field, JsonNode value, String expected) {
        return new ModelException("The field " + field + " in config.json is " + shortened(value.toString())
                + " but should be " + expected + ".");
    }

    /** A text of the file, short enough for a sentence. */
    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
