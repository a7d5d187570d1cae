package org.headscope.engine.experiment.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Place;
import org.headscope.engine.io.JsonFile;
import org.headscope.engine.io.ModelException;

/** Files that hold an experiment. */
public final class PlanFile {
    /** Room for directions and long lists of prompts. */
    private static final int MOST_BYTES = 50_000_000;

    /** An experiment inside another file. */
    public static final Kind<Plan> KIND = Plan.FORM;

    private PlanFile() {}

    /** @throws ModelException with one sentence that says where in which file something is wrong */
    public static Plan read(Path file) throws ModelException {
        var whole = new Place(JsonFile.read(file, MOST_BYTES), "");
        try {
            return Plan.FORM.read(whole);
        } catch (ModelException e) {
            throw new ModelException(file + " is not an experiment that can be run: " + e.getMessage(), e);
        }
    }

    /** An experiment as a file holds it. */
    public static ObjectNode write(Plan plan) {
        return Plan.FORM.write(plan);
    }

    /** What files are allowed to hold, as a JSON Schema (draft 2020-12). */
    public static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Headscope experiment, version " + Plan.VERSION);
        schema.setAll(Plan.FORM.schema());
        return schema;
    }
}
