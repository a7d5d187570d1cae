package org.headscope.engine.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle may build: plain values without behaviour. Nothing here is an instance of a class that a file names. */
sealed interface PickleValue
        permits PickleGlobal,
                PickleValue.Text,
                PickleValue.Whole,
                PickleValue.Plain,
                PickleValue.Sequence,
                PickleValue.Dictionary,
                PickleValue.Storage,
                PickleValue.TensorView {
    record Text(String text) implements PickleValue {}

    record Whole(long value) implements PickleValue {}

    /** Values of which only the kind matters, because no tensor is made of them. */
    enum Plain implements PickleValue {
        NONE,
        BOOLEAN,
        NUMBER
    }

    /** A list or a tuple; it may hold itself, so nobody walks it without a bound. */
    final class Sequence implements PickleValue {
        private final boolean fixed;
        private final List<PickleValue> items;

        private Sequence(boolean fixed, List<PickleValue> items) {
            this.fixed = fixed;
            this.items = items;
        }

        static Sequence list() {
            return new Sequence(false, new ArrayList<>(0));
        }

        static Sequence tuple(List<PickleValue> items) {
            return new Sequence(true, List.copyOf(items));
        }

        boolean isTuple() {
            return fixed;
        }

        List<PickleValue> items() {
            return items;
        }
    }

    /** A dictionary. Entries whose keys are no text are taken and left out, because no tensor is found under them. */
    final class Dictionary implements PickleValue {
        private final boolean ordered;

        /** A map is made for the first entry only, so that very many empty dictionaries take little memory. */
        private Map<String, PickleValue> entries = Map.of();

        Dictionary(boolean ordered) {
            this.ordered = ordered;
        }

        /** Whether it is an {@code OrderedDict}. */
        boolean isOrdered() {
            return ordered;
        }

        Map<String, PickleValue> entries() {
            return entries;
        }

        /** Adds an entry unless there is one under this key. */
        boolean add(String key, PickleValue value) {
            if (entries.isEmpty()) {
                entries = new LinkedHashMap<>(2);
            }
            return entries.putIfAbsent(key, value) == null;
        }
    }

    /**
     * The numbers that tensors share.
     *
     * @param key name of its record in the archive
     * @param count how many numbers it has
     */
    record Storage(DType dtype, String key, long count) implements PickleValue {}

    /** A tensor as the file describes it; nothing of it is checked yet. */
    record TensorView(Storage storage, long offset, Sequence shape, Sequence strides) implements PickleValue {}
}
