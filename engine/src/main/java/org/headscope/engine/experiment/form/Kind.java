package org.headscope.engine.experiment.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.headscope.engine.io.ModelException;

/** How values of some kind stand in JSON: read, written, and described as a JSON Schema, all from one declaration. */
public interface Kind<V> {
    /**
     * The value at a place.
     *
     * @throws ModelException with one sentence that starts with the path of what is wrong
     */
    V read(Place at) throws ModelException;

    /** What {@link #read} reads as this value. */
    JsonNode write(V value);

    /** The schema of what {@link #read} takes (draft 2020-12). */
    ObjectNode schema();
}
