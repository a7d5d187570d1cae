package org.headscope.engine.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Turns stored little-endian numbers into float32 or int64, a block at a time so that the loops vectorise. */
final class LittleEndian {
    /** Values converted at a time. */
    static final int BLOCK = 1 << 13;

    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /**
     * Fills the rest of {@code target} from the start of {@code source}.
     *
     * @param called the tensor, for the sentence that refuses a whole number that float32 cannot hold exactly
     */
    static void toFloats(String called, DType dtype, MemorySegment source, FloatBuffer target) throws ModelException {
        int count = target.remaining();
        switch (dtype) {
            case F32 -> {
                var out = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(target.order());
                MemorySegment.copy(source, F32, 0, MemorySegment.ofBuffer(target), out, 0, count);
                target.position(target.limit());
            }
            case F16, BF16 -> halves(dtype, source, target);
            case F64 -> {
                for (long i = 0; i < count; i++) {
                    target.put((float) source.get(F64, i * Double.BYTES));
                }
            }
            case I64, I32, I16, I8, U8, BOOL -> {
                for (long i = 0; i < count; i++) {
                    long value = whole(dtype, source, i);
                    if ((long) (float) value != value || value == Long.MAX_VALUE) {
                        throw new ModelException(called + " holds " + value + ", which float32 cannot hold exactly.");
                    }
                    target.put(value);
                }
            }
        }
    }

    private static void halves(DType dtype, MemorySegment source, FloatBuffer target) {
        int count = target.remaining();
        short[] stored = new short[Math.min(count, BLOCK)];
        float[] values = new float[stored.length];
        for (int done = 0; done < count; done += BLOCK) {
            int length = Math.min(BLOCK, count - done);
            MemorySegment.copy(source, I16, (long) done * Short.BYTES, stored, 0, length);
            if (dtype == DType.F16) {
                for (int i = 0; i < length; i++) {
                    values[i] = Float.float16ToFloat(stored[i]);
                }
            } else {
                // bfloat16 is the upper half of a float32
                for (int i = 0; i < length; i++) {
                    values[i] = Float.intBitsToFloat(stored[i] << 16);
                }
            }
            target.put(values, 0, length);
        }
    }

    /** The whole number at an index of {@code source}. */
    static long whole(DType dtype, MemorySegment source, long index) {
        return switch (dtype) {
            case I64 -> source.get(I64, index * Long.BYTES);
            case I32 -> source.get(I32, index * Integer.BYTES);
            case I16 -> source.get(I16, index * Short.BYTES);
            case I8 -> source.get(ValueLayout.JAVA_BYTE, index);
            case U8 -> source.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
            case BOOL -> source.get(ValueLayout.JAVA_BYTE, index) == 0 ? 0 : 1;
            case F64, F32, F16, BF16 -> throw new IllegalArgumentException(dtype + " is no type of whole numbers");
        };
    }
}
