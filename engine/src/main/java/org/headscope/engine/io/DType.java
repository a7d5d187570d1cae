package org.headscope.engine.io;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type of number that a file of weights can hold and that Headscope reads. */
public enum DType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes that one value takes in the file. */
    public int bytes() {
        return bytes;
    }

    /** Whether the values are whole numbers (or true and false). */
    public boolean isWhole() {
        return switch (this) {
            case I64, I32, I16, I8, U8, BOOL -> true;
            case F64, F32, F16, BF16 -> false;
        };
    }

    static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static String list() {
        return Arrays.stream(values()).map(DType::name).collect(Collectors.joining(", "));
    }
}
