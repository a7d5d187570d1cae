package org.headscope.engine.survey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.headscope.engine.io.FileFault;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.OrdinaryFile;
import org.headscope.engine.token.Tokenizer;

/**
 * Files of text, read from front to back as often as they are needed.
 *
 * @param files in the order that they are read
 */
public record Corpus(List<Path> files) {
    private static final int SAMPLES = 256;
    private static final int SAMPLE = 1 << 16;
    private static final int HEX_DIGITS = 16;

    public Corpus {
        files = List.copyOf(files);
        if (files.isEmpty()) throw new IllegalArgumentException("A corpus has at least one file.");
    }

    public static Corpus of(Path... files) {
        return new Corpus(List.of(files));
    }

    /** The names of the files, without their folders. */
    public String name() {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", "));
    }

    /** The size of all files together. */
    public long bytes() throws ModelException {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return bytes;
    }

    /**
     * A short name for the text itself, wherever the files lie and whatever they are called: a SHA-256 over the size of each and
     * all of its bytes up to 16 MB, beyond that samples of as many from all over it, so that a corpus of any size has one at
     * once. What samples may miss, the tokens that a survey keeps of each chunk show.
     */
    public String fingerprint() throws ModelException {
        MessageDigest hash = sha256();
        for (Path file : files) {
            OrdinaryFile.require(file, "a file of text");
            try (FileChannel bytes = FileChannel.open(file)) {
                add(bytes, hash);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, HEX_DIGITS);
    }

    private static void add(FileChannel bytes, MessageDigest hash) throws IOException {
        long size = bytes.size();
        hash.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
        long last = Math.max(0, size - SAMPLE);
        int samples = (int) Math.min(SAMPLES, (size + SAMPLE - 1) / SAMPLE);
        for (int sample = 0; sample < samples; sample++) {
            ByteBuffer some = ByteBuffer.allocate((int) Math.min(SAMPLE, size));
            long from = samples == 1 ? 0 : (long) ((double) last * sample / (samples - 1));
            while (some.hasRemaining() && bytes.read(some, from + some.position()) >= 0) continue;
            hash.update(some.flip());
        }
    }

    /** Reads the corpus from its beginning, a chunk at a time. */
    public Chunks chunks(Tokenizer tokenizer, Chunking chunking) throws ModelException {
        return new Chunks(this, tokenizer, chunking);
    }

    private static ModelException unreadable(Path file, IOException e) {
        return new ModelException(file + " cannot be read because " + FileFault.reason(e) + ".", e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
