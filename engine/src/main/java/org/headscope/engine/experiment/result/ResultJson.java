package org.headscope.engine.experiment.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** {@code results.json}: everything about a result, and its numbers unless they are very many. */
public final class ResultJson {
    /** A larger array is only in results.safetensors. */
    private static final int MOST_VALUES = 20_000;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectWriter WRITER =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ResultJson() {}

    static byte[] of(List<Fact> facts, Results results, ObjectNode experiment, List<String> files) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("headscope_results", 1);
        for (Fact fact : facts) root.set(fact.name(), MAPPER.valueToTree(fact.value()));
        root.set("experiment", experiment);
        ObjectNode numbers = root.putObject("numbers");
        ObjectNode arrays = root.putObject("arrays");
        for (Grid grid : results.grids()) {
            if (grid.axes().isEmpty()) {
                numbers.putObject(grid.name())
                        .put("about", grid.about())
                        .put("value", grid.values().flat(0));
            } else {
                arrays.set(grid.name(), array(grid));
            }
        }
        ObjectNode tables = root.putObject("tables");
        for (Table table : results.tables()) {
            tables.set(table.name(), table(table));
        }
        root.set("files", MAPPER.valueToTree(files));
        return bytes(root);
    }

    /** A table alone, with what it shows in a sentence; what is not there is null. */
    public static byte[] of(Table table) {
        return bytes(table(table));
    }

    private static ObjectNode table(Table table) {
        ObjectNode node = MAPPER.createObjectNode().put("about", table.about());
        node.set("columns", MAPPER.valueToTree(table.columns()));
        node.set("rows", MAPPER.valueToTree(table.rows()));
        return node;
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return (WRITER.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values can be written", e);
        }
    }

    private static ObjectNode array(Grid grid) {
        ObjectNode node = MAPPER.createObjectNode().put("about", grid.about());
        ArrayNode axes = node.putArray("axes");
        for (Axis axis : grid.axes()) {
            ObjectNode of = axes.addObject().put("name", axis.name()).put("size", axis.size());
            if (axis.size() <= MOST_VALUES) of.set("labels", MAPPER.valueToTree(axis.labels()));
        }
        node.set("shape", MAPPER.valueToTree(grid.values().shape()));
        if (grid.values().size() <= MOST_VALUES) node.set("values", nested(grid.values()));
        else node.put("values_in", ResultFolder.ARRAYS);
        return node;
    }

    private static ArrayNode nested(Tensor values) {
        ArrayNode list = MAPPER.createArrayNode();
        for (int i = 0; i < values.size(0); i++) {
            if (values.rank() == 1) list.add(values.flat(i));
            else list.add(nested(values.at(i)));
        }
        return list;
    }
}
