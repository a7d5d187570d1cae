package org.headscope.engine.experiment.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.io.ModelException;

/** A closed choice of forms, told apart by the field {@code kind}: how a sealed type stands in JSON. */
public record Variants<T>(List<Form<? extends T>> forms) implements Kind<T> {
    private static final String TAG = "kind";

    public Variants {
        forms = List.copyOf(forms);
        if (forms.stream().map(Form::name).distinct().count() != forms.size()) {
            throw new IllegalArgumentException("Two forms have the same name");
        }
    }

    @SafeVarargs
    public static <T> Variants<T> of(Form<? extends T>... forms) {
        var all = new ArrayList<Form<? extends T>>();
        for (Form<? extends T> form : forms) all.add(form);
        return new Variants<>(all);
    }

    @Override
    public T read(Place at) throws ModelException {
        if (!at.node().isObject()) throw at.needs("an object with the field \"kind\"");
        Place tag = at.field(TAG);
        List<String> names = forms.stream().map(Form::name).toList();
        if (tag.node() == null) {
            throw at.wrong("the field \"kind\" is missing; it is one of " + Place.listed(names) + ".");
        }
        int chosen = names.indexOf(tag.node().textValue());
        if (chosen < 0) throw tag.needs("one of " + Place.listed(names));
        return forms.get(chosen).read(at, List.of(TAG));
    }

    @Override
    public JsonNode write(T value) {
        Form<? extends T> form = form(value);
        ObjectNode object = JsonNodeFactory.instance.objectNode().put(TAG, form.name());
        object.setAll(written(form, value));
        return object;
    }

    /** The form of a value. */
    public Form<? extends T> form(T value) {
        return forms.stream()
                .filter(form -> form.type().isInstance(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No form for " + value));
    }

    private static <R> ObjectNode written(Form<R> form, Object value) {
        return form.write(form.type().cast(value));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode alternatives = schema.putArray("oneOf");
        for (Form<?> form : forms) {
            ObjectNode alternative = form.schema();
            var properties = (ObjectNode) alternative.get("properties");
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            all.set(TAG, JsonNodeFactory.instance.objectNode().set("const", TextNode.valueOf(form.name())));
            all.setAll(properties);
            alternative.set("properties", all);
            ArrayNode required = JsonNodeFactory.instance.arrayNode().add(TAG);
            if (alternative.has("required")) alternative.get("required").forEach(required::add);
            alternative.set("required", required);
            alternatives.add(alternative);
        }
        return schema;
    }
}
