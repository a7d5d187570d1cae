package org.headscope.engine.experiment.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.headscope.engine.io.ModelException;

/** The simple kinds of values. */
public final class Kinds {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A kind made of its three parts. */
    private record Simple<V>(Reading<V> reading, Function<V, JsonNode> writing, ObjectNode described)
            implements Kind<V> {
        @FunctionalInterface
        interface Reading<V> {
            V of(Place at) throws ModelException;
        }

        @Override
        public V read(Place at) throws ModelException {
            return reading.of(at);
        }

        @Override
        public JsonNode write(V value) {
            return writing.apply(value);
        }

        @Override
        public ObjectNode schema() {
            return described.deepCopy();
        }
    }

    private Kinds() {}

    /** true or false. */
    public static Kind<Boolean> flag() {
        return new Simple<>(
                at -> {
                    if (!at.node().isBoolean()) throw at.needs("true or false");
                    return at.node().booleanValue();
                },
                BooleanNode::valueOf,
                type("boolean"));
    }

    /** A whole number in a range, both ends included. */
    public static Kind<Integer> whole(int least, int most) {
        return new Simple<>(at -> (int) whole(at, least, most), IntNode::valueOf, range("integer", least, most));
    }

    /** The seed of random numbers. */
    public static Kind<Long> seed() {
        long most = 1L << 53;
        return new Simple<>(at -> whole(at, -most, most), LongNode::valueOf, range("integer", -most, most));
    }

    private static long whole(Place at, long least, long most) throws ModelException {
        JsonNode node = at.node();
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        if (!whole) throw at.needs("a whole number");
        if (node.longValue() < least || node.longValue() > most) throw outside(at, least, most);
        return node.longValue();
    }

    /** A number in a range, both ends included. */
    public static Kind<Double> number(double least, double most) {
        ObjectNode schema = type("number");
        if (least == Math.rint(least) && most == Math.rint(most))
            schema.put("minimum", (long) least).put("maximum", (long) most);
        else schema.put("minimum", least).put("maximum", most);
        return new Simple<>(at -> number(at, least, most), DoubleNode::valueOf, schema);
    }

    /** The numbers of a vector. */
    public static Kind<Float> entry() {
        double most = 1e30;
        return new Simple<>(at -> (float) number(at, -most, most), FloatNode::valueOf, type("number"));
    }

    private static double number(Place at, double least, double most) throws ModelException {
        if (!at.node().isNumber()) throw at.needs("a number");
        double value = at.node().doubleValue();
        if (!(value >= least && value <= most)) throw outside(at, least, most);
        return value;
    }

    private static ModelException outside(Place at, Number least, Number most) {
        return at.wrong(at.node() + " is outside the range from " + plain(least) + " to " + plain(most) + ".");
    }

    private static String plain(Number number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** A text. */
    public static Kind<String> text(int least, int most) {
        ObjectNode schema = type("string").put("minLength", least).put("maxLength", most);
        return new Simple<>(
                at -> {
                    if (!at.node().isTextual()) throw at.needs("a text");
                    int length = at.node().textValue().length();
                    if (length < least) throw at.wrong("the text is empty.");
                    if (length > most)
                        throw at.wrong("the text has " + length + " characters, " + most + " are allowed.");
                    return at.node().textValue();
                },
                TextNode::valueOf,
                schema);
    }

    /** One of the constants of an enum, in lower case. */
    public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        var byName = new LinkedHashMap<String, E>();
        for (E constant : type.getEnumConstants()) byName.put(constant.name().toLowerCase(Locale.ROOT), constant);
        ObjectNode schema = NODES.objectNode();
        ArrayNode names = schema.putArray("enum");
        byName.keySet().forEach(names::add);
        return new Simple<>(
                at -> named(at, byName), value -> TextNode.valueOf(value.name().toLowerCase(Locale.ROOT)), schema);
    }

    private static <E> E named(Place at, Map<String, E> byName) throws ModelException {
        E value = at.node().isTextual() ? byName.get(at.node().textValue()) : null;
        if (value == null) throw at.needs("one of " + Place.listed(byName.keySet()));
        return value;
    }

    /** A list of values of one kind. */
    public static <V> Kind<List<V>> list(Kind<V> of, int least, int most) {
        ObjectNode schema = type("array");
        schema.set("items", of.schema());
        schema.put("minItems", least).put("maxItems", most);
        return new Simple<>(at -> items(at, of, least, most), values -> written(values, of), schema);
    }

    private static <V> List<V> items(Place at, Kind<V> of, int least, int most) throws ModelException {
        if (!at.node().isArray()) throw at.needs("a list");
        int size = at.node().size();
        if (size < least || size > most) {
            throw at.wrong("the list has " + size + " items, but should have "
                    + (least == most ? least : "from " + least + " to " + most) + ".");
        }
        var values = new ArrayList<V>();
        for (int i = 0; i < size; i++) values.add(of.read(at.item(i)));
        return List.copyOf(values);
    }

    private static <V> JsonNode written(List<V> values, Kind<V> of) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(of.write(value)));
        return array;
    }

    /** The same values, seen as something else. */
    public static <V, W> Kind<W> mapped(Kind<V> kind, Function<V, W> there, Function<W, V> back) {
        return new Simple<>(
                at -> {
                    V value = kind.read(at);
                    try {
                        return there.apply(value);
                    } catch (IllegalArgumentException e) {
                        throw at.wrong(lower(e.getMessage()));
                    }
                },
                value -> kind.write(back.apply(value)),
                kind.schema());
    }

    /** A text, or else a value of another kind, of a common type. */
    public static <W> Kind<W> textOr(
            Kind<? extends W> text, Class<?> textType, Kind<? extends W> other, String either) {
        return either(JsonNode::isTextual, text, textType, other, either);
    }

    /** A list, or else a value of another kind, of a common type. */
    public static <W> Kind<W> listOr(
            Kind<? extends W> list, Class<?> listType, Kind<? extends W> other, String either) {
        return either(JsonNode::isArray, list, listType, other, either);
    }

    private static <W> Kind<W> either(
            Predicate<JsonNode> isFirst,
            Kind<? extends W> first,
            Class<?> firstType,
            Kind<? extends W> other,
            String either) {
        ObjectNode schema = NODES.objectNode();
        schema.putArray("oneOf").add(first.schema()).add(other.schema());
        return new Simple<>(
                at -> {
                    if (isFirst.test(at.node())) return first.read(at);
                    if (at.node().isNull() || at.node().isBoolean()) throw at.needs(either);
                    return other.read(at);
                },
                value -> firstType.isInstance(value) ? writeAs(first, value) : writeAs(other, value),
                schema);
    }

    @SuppressWarnings("unchecked")
    private static <W> JsonNode writeAs(Kind<? extends W> kind, W value) {
        return ((Kind<W>) kind).write(value);
    }

    static ObjectNode type(String name) {
        return NODES.objectNode().put("type", name);
    }

    private static ObjectNode range(String type, long least, long most) {
        return type(type).put("minimum", least).put("maximum", most);
    }

    /** A sentence behind a path, so without its capital. */
    static String lower(String sentence) {
        if (sentence == null || sentence.isEmpty()) return "this does not fit.";
        String first = sentence.substring(0, 1).toLowerCase(Locale.ROOT);
        String all = first + sentence.substring(1);
        return all.endsWith(".") ? all : all + ".";
    }
}
