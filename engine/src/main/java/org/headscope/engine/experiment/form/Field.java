package org.headscope.engine.experiment.form;

/**
 * A field of a JSON object.
 *
 * @param name as it stands in JSON
 * @param otherwise the value where the field is missing
 * @param required whether it must not be missing
 * @param about what it means, in a sentence
 */
public record Field<V>(String name, Kind<V> kind, V otherwise, boolean required, String about) {
    public static <V> Field<V> required(String name, Kind<V> kind, String about) {
        return new Field<>(name, kind, null, true, about);
    }

    /** @param otherwise the value where the field is missing; null for none */
    public static <V> Field<V> optional(String name, Kind<V> kind, V otherwise, String about) {
        return new Field<>(name, kind, otherwise, false, about);
    }
}
