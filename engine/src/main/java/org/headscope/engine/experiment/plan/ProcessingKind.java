package org.headscope.engine.experiment.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.headscope.engine.experiment.form.Form;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Place;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Processing;

/** What is done with the weights: "folded", "raw", or each step by itself. */
final class ProcessingKind implements Kind<Processing> {
    private static final Form<Processing> STEPS = Form.of(
            Processing.class,
            "processing",
            "each step by itself",
            Fields.flag("fold_norms", false, "norm weights and biases move into the matrices that read them"),
            Fields.flag("centre_writing", false, "what is written to the residual stream has mean 0 over d_model"),
            Fields.flag("centre_unembed", false, "the unembedding has mean 0 over the vocabulary"),
            Fields.flag("fold_value_biases", false, "b_V moves into b_O"),
            Fields.flag("refactor", false, "factors of OV and QK circuits become their singular vectors"));

    @Override
    public Processing read(Place at) throws ModelException {
        if (at.node().isObject()) return STEPS.read(at);
        return switch (at.node().asText()) {
            case "folded" -> Processing.FOLDED;
            case "raw" -> Processing.RAW;
            default -> throw at.needs("\"folded\", \"raw\", or an object with the steps");
        };
    }

    @Override
    public JsonNode write(Processing value) {
        if (value.equals(Processing.FOLDED)) return TextNode.valueOf("folded");
        return value.equals(Processing.RAW) ? TextNode.valueOf("raw") : STEPS.write(value);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        var either = schema.putArray("oneOf");
        either.addObject().putArray("enum").add("folded").add("raw");
        either.add(STEPS.schema());
        return schema;
    }
}
