package org.headscope.engine.io;

import java.util.Arrays;
import java.util.Optional;

/** The names that a pickle may ask Python for. None is looked up anywhere: each stands for what Headscope does instead. */
enum PickleGlobal implements PickleValue {
    ORDERED_DICT("collections", "OrderedDict"),
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
    SIZE("torch", "Size"),
    DOUBLE("torch", "DoubleStorage", DType.F64),
    FLOAT("torch", "FloatStorage", DType.F32),
    HALF("torch", "HalfStorage", DType.F16),
    BFLOAT16("torch", "BFloat16Storage", DType.BF16),
    LONG("torch", "LongStorage", DType.I64),
    INT("torch", "IntStorage", DType.I32),
    SHORT("torch", "ShortStorage", DType.I16),
    CHAR("torch", "CharStorage", DType.I8),
    BYTE("torch", "ByteStorage", DType.U8),
    BOOL("torch", "BoolStorage", DType.BOOL);

    private final String module;
    private final String name;
    private final DType dtype;

    PickleGlobal(String module, String name) {
        this(module, name, null);
    }

    PickleGlobal(String module, String name, DType dtype) {
        this.module = module;
        this.name = name;
        this.dtype = dtype;
    }

    static Optional<PickleGlobal> named(String module, String name) {
        return Arrays.stream(values())
                .filter(global -> global.module.equals(module) && global.name.equals(name))
                .findFirst();
    }

    /** The type of the numbers, if this is a type of storage. */
    Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }

    @Override
    public String toString() {
        return module + "." + name;
    }
}
