package org.headscope.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The zip archive that {@code torch.save} writes, read from its directory: where each record lies in the file. Nothing
 * is ever unpacked. Records are stored as they are, all in one folder of any name.
 */
final class TorchArchive {
    /** What lies under one name. */
    record Record(String name, long begin, long size) {
        long end() {
            return begin + size;
        }
    }

    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;

    private final String file;
    private final FileChannel channel;
    private final Map<String, Record> records;
    private final String folder;

    private TorchArchive(String file, FileChannel channel, Map<String, Record> records) throws ModelException {
        this.file = file;
        this.channel = channel;
        this.records = records;
        this.folder = folder();
    }

    static TorchArchive read(String file, FileChannel channel) throws IOException, ModelException {
        ZipDirectory directory = ZipDirectory.read(file, channel);
        var records = new HashMap<String, Record>();
        long covered = 0;
        String before = "";
        List<ZipDirectory.Entry> inOrder = new ArrayList<>(directory.entries());
        inOrder.sort(Comparator.comparingLong(ZipDirectory.Entry::header));
        for (ZipDirectory.Entry entry : inOrder) {
            if (entry.header() < covered) {
                throw new ModelException(file + ": the records " + Quoted.name(before) + " and "
                        + Quoted.name(entry.name()) + " of the archive overlap.");
            }
            Record found = locate(file, channel, entry, directory.begin());
            records.put(entry.name(), found);
            covered = found.end();
            before = entry.name();
        }
        return new TorchArchive(file, channel, records);
    }

    /** The header in front of the data decides where the data begins; it must tell the same as the directory. */
    private static Record locate(String file, FileChannel channel, ZipDirectory.Entry entry, long directory)
            throws IOException, ModelException {
        String called = file + ": the record " + Quoted.name(entry.name()) + " of the archive ";
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        long room = directory - entry.header() - LOCAL_BYTES - name.length;
        if (room < 0) {
            throw new ModelException(called + "lies behind the end of the data: the file is damaged.");
        }
        ByteBuffer header = bytes(file, channel, entry.header(), LOCAL_BYTES + name.length);
        byte[] again = new byte[name.length];
        header.get(LOCAL_BYTES, again);
        if (header.getInt(0) != LOCAL
                || Short.toUnsignedInt(header.getShort(26)) != name.length
                || !Arrays.equals(name, again)) {
            throw new ModelException(called + "is not where the directory says: the file is damaged.");
        }
        int extra = Short.toUnsignedInt(header.getShort(28));
        if (room - extra < entry.size()) {
            throw new ModelException(called + "should have " + entry.size() + " bytes, but only "
                    + Math.max(0, room - extra) + " are there: the file is cut off or damaged; download it again.");
        }
        return new Record(entry.name(), entry.header() + LOCAL_BYTES + name.length + extra, entry.size());
    }

    /** The name of the folder that everything lies in, with a slash. */
    private String folder() throws ModelException {
        String found = null;
        for (String name : records.keySet()) {
            int slash = name.indexOf('/');
            if (slash < 0 || !name.substring(slash + 1).equals("data.pkl")) {
                continue;
            }
            if (found != null) {
                throw new ModelException(file + " holds more than one data.pkl, so that it is not clear what it says.");
            }
            found = name.substring(0, slash + 1);
        }
        if (found == null) {
            throw new ModelException(
                    file + " is a zip archive, but not one that torch.save wrote: it holds no data.pkl.");
        }
        return found;
    }

    boolean has(String name) {
        return records.containsKey(folder + name);
    }

    /** A record by its name inside the folder. */
    Record record(String name) throws ModelException {
        Record found = records.get(folder + name);
        if (found == null) {
            throw new ModelException(file + " holds no record " + Quoted.name(name)
                    + ", although its data.pkl refers to it: the file is damaged.");
        }
        return found;
    }

    /** The content of a small record. */
    byte[] content(String name, int mostBytes) throws IOException, ModelException {
        Record found = record(name);
        if (found.size() > mostBytes) {
            throw new ModelException(file + ": the record " + Quoted.name(name) + " of the archive has " + found.size()
                    + " bytes, and " + mostBytes + " is the most that is allowed.");
        }
        return bytes(file, channel, found.begin(), (int) found.size()).array();
    }

    /** Bytes that are known to lie within the file. */
    static ByteBuffer bytes(String file, FileChannel channel, long at, int length) throws IOException, ModelException {
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        if (bytes.hasRemaining()) {
            throw new ModelException(file + " was cut off while it was read; open it again.");
        }
        return bytes.flip();
    }
}
