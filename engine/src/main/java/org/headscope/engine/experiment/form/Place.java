package org.headscope.engine.experiment.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Collection;
import java.util.stream.Collectors;
import org.headscope.engine.io.ModelException;

/**
 * A value in a JSON document and where it stands, such as {@code analysis.layers[2]}.
 *
 * @param path empty for the whole document
 */
public record Place(JsonNode node, String path) {
    /** A field of this object. */
    public Place field(String name) {
        return new Place(node.get(name), path.isEmpty() ? name : path + "." + name);
    }

    /** An item of this list. */
    public Place item(int index) {
        return new Place(node.get(index), path + "[" + index + "]");
    }

    /** The refusal of this value, as one sentence that starts with its path. */
    public ModelException wrong(String sentence) {
        return new ModelException((path.isEmpty() ? "" : path + ": ") + sentence);
    }

    /** The refusal of a value of another type. */
    public ModelException needs(String what) {
        return wrong("there should be " + what + ", not " + found() + ".");
    }

    private String found() {
        JsonNodeType type = node.getNodeType();
        return switch (type) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case NULL -> "null";
            default -> {
                String text = node.toString();
                yield text.length() > 60 ? text.substring(0, 60) + "…" : text;
            }
        };
    }

    /** Names in quotation marks, for the end of a sentence. */
    static String listed(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }
}
