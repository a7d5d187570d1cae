package org.headscope.engine.experiment.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.headscope.engine.io.ModelException;

/**
 * A record as a JSON object: one field for each component, in their order. Fields that it does not know are refused.
 *
 * @param name what tells this form from its alternatives, see {@link Variants}
 * @param about what it is, in a sentence
 */
public record Form<T>(Class<T> type, String name, String about, List<Field<?>> fields) implements Kind<T> {
    public Form {
        fields = List.copyOf(fields);
        if (!type.isRecord() || fields.size() != type.getRecordComponents().length) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " must be a record with a field for each component");
        }
    }

    public static <T> Form<T> of(Class<T> type, String name, String about, Field<?>... fields) {
        return new Form<>(type, name, about, List.of(fields));
    }

    @Override
    public T read(Place at) throws ModelException {
        return read(at, List.of());
    }

    /** @param besides fields that are read elsewhere */
    T read(Place at, List<String> besides) throws ModelException {
        if (!at.node().isObject()) throw at.needs("an object");
        checkNames(at, besides);
        var values = new ArrayList<Object>();
        for (Field<?> field : fields) values.add(value(at, field));
        return make(at, values.toArray());
    }

    private void checkNames(Place at, List<String> besides) throws ModelException {
        var allowed = new ArrayList<>(besides);
        fields.forEach(field -> allowed.add(field.name()));
        for (var names = at.node().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw at.wrong("there is no field \"" + name + "\"; "
                        + (allowed.isEmpty() ? "none is allowed." : "allowed are " + Place.listed(allowed) + "."));
            }
        }
    }

    private static Object value(Place at, Field<?> field) throws ModelException {
        Place there = at.field(field.name());
        if (there.node() != null) return field.kind().read(there);
        if (field.required()) throw at.wrong("the field \"" + field.name() + "\" is missing.");
        return field.otherwise();
    }

    private T make(Place at, Object[] values) throws ModelException {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused)
                throw at.wrong(Kinds.lower(refused.getMessage()));
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Records have canonical constructors", e);
        }
    }

    @Override
    public ObjectNode write(T value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object part = part(components[i], value);
            Field<?> field = fields.get(i);
            boolean left = !field.required() && java.util.Objects.equals(part, field.otherwise());
            if (!left) object.set(field.name(), writeAs(field.kind(), part));
        }
        return object;
    }

    private static Object part(RecordComponent component, Object value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Records have accessors", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <V> JsonNode writeAs(Kind<V> kind, Object value) {
        return kind.write((V) value);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Kinds.type("object");
        if (!about.isEmpty()) schema.put("description", about);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Field<?> field : fields) {
            ObjectNode of = field.kind().schema();
            of.put("description", field.about());
            if (!field.required() && field.otherwise() != null)
                of.set("default", writeAs(field.kind(), field.otherwise()));
            properties.set(field.name(), of);
            if (field.required()) required.add(field.name());
        }
        if (!required.isEmpty()) schema.set("required", required);
        return schema.put("additionalProperties", false);
    }
}
