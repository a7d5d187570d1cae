package org.headscope.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.headscope.engine.io.ModelException;

/**
 * Reads how a model rotates queries and keys, from {@code rope_parameters} or, in checkpoints written before there was such a
 * field, from {@code rope_theta}, {@code rope_scaling} and their like.
 */
record RotaryReader(ConfigReader config) {
    private static final double BASE = 10_000;

    /** The same frequencies in every layer. */
    PositionConfig.Rotary everywhere(int dHead, double partly) throws ModelException {
        return new PositionConfig.Rotary(dim(dHead, partly), false, frequencies(BASE));
    }

    /**
     * How many coordinates of a head are rotated.
     *
     * @param absent the share of them if config.json names none
     */
    private int dim(int dHead, double absent) throws ModelException {
        ConfigReader at = config.inside("rope_parameters");
        double share = at.has("partial_rotary_factor")
                ? at.above0("partial_rotary_factor", absent)
                : config.above0(config.oneOf("partial_rotary_factor", "rotary_pct"), absent);
        int dim = (int) (dHead * share);
        if (dim < 2 || dim > dHead || dim % 2 != 0) {
            throw new ModelException("config.json asks for " + dim + " of " + dHead
                    + " coordinates of a head to be rotated; it must be an even number of them, at least 2.");
        }
        return dim;
    }

    /** The frequencies of a model that has the same in every layer. */
    Frequencies frequencies(double absentBase) throws ModelException {
        ConfigReader parameters = config.inside("rope_parameters");
        if (config.has("rope_parameters")) return new Frequencies(base(parameters, absentBase), scaling(parameters));
        return new Frequencies(base(config, absentBase), scaling(config.inside("rope_scaling")));
    }

    /** The frequencies of one kind of layer, such as {@code sliding_attention}, where each kind has its own. */
    Frequencies frequencies(String layerType, double absentBase) throws ModelException {
        ConfigReader parameters = config.inside("rope_parameters").inside(layerType);
        return new Frequencies(base(parameters, absentBase), scaling(parameters));
    }

    private static double base(ConfigReader from, double absent) throws ModelException {
        return from.above0(from.oneOf("rope_theta", "rotary_emb_base"), absent);
    }

    private Frequencies.Scaling scaling(ConfigReader from) throws ModelException {
        JsonNode type = from.json().path(from.oneOf("rope_type", "type"));
        return switch (type.asText("default")) {
            case "default" -> new Frequencies.Scaling.None();
            case "linear" -> new Frequencies.Scaling.Linear(from.above0("factor", 1));
            case "llama3" ->
                new Frequencies.Scaling.Banded(
                        from.above0("factor", 8),
                        from.above0("low_freq_factor", 1),
                        from.above0("high_freq_factor", 4),
                        from.positive(
                                "original_max_position_embeddings", config.positive("max_position_embeddings", 8192)));
            default ->
                throw new ModelException("The scaling of rotary positions \"" + ConfigReader.shortened(type.asText())
                        + "\" in config.json is not supported; Headscope knows: default, linear, llama3.");
        };
    }
}
