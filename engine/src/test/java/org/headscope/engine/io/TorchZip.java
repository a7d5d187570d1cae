package org.headscope.engine.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds archives and pickles as a test wants them, sound or not. */
final class TorchZip {
    /** Instructions up to a tensor's storage "0" of 6 float numbers; the tensor's offset comes next. */
    static final String STORAGE = "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
            + "0X\3\0\0\0cpuK\6tQ";

    static final String EMPTY_HOOKS = "\u0089ccollections\nOrderedDict\n)R";

    private final Map<String, byte[]> records = new LinkedHashMap<>();
    private int method;
    private int flags = 0x0808;

    /** An archive with a pickle, each character of which is a byte, and storage "0" of the floats 0 to 5. */
    static TorchZip of(String pickle) {
        var zip = new TorchZip();
        zip.record("a/data.pkl", pickle);
        var floats = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            floats.putFloat(i);
        }
        zip.records.put("a/data/0", floats.array());
        return zip;
    }

    /** A dictionary with one tensor "t". */
    static String oneTensor(String offset, String shape, String strides) {
        return "\u0080\2}X\1\0\0\0t" + tensor(offset, shape, strides) + "s.";
    }

    static String tensor(String offset, String shape, String strides) {
        return STORAGE + offset + shape + strides + EMPTY_HOOKS + "tR";
    }

    TorchZip record(String name, String bytes) {
        records.put(name, bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    TorchZip without(String name) {
        records.remove(name);
        return this;
    }

    TorchZip method(int newMethod) {
        method = newMethod;
        return this;
    }

    TorchZip flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        records.forEach((name, data) -> {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            int at = out.size();
            var header = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0x04034b50).putShort(6, (short) flags).putShort(26, (short) text.length);
            out.writeBytes(header.array());
            out.writeBytes(text);
            out.writeBytes(data);
            var entry = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
            entry.putInt(0x02014b50).putShort(8, (short) flags).putShort(10, (short) method);
            entry.putInt(20, data.length).putInt(24, data.length).putShort(28, (short) text.length);
            entry.putInt(42, at);
            directory.writeBytes(entry.array());
            directory.writeBytes(text);
        });
        int begin = out.size();
        out.writeBytes(directory.toByteArray());
        var end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50);
        end.putShort(8, (short) records.size()).putShort(10, (short) records.size());
        end.putInt(12, directory.size()).putInt(16, begin);
        out.writeBytes(end.array());
        return out.toByteArray();
    }
}
