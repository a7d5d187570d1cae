package org.headscope.engine.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorInfo;
import org.headscope.engine.io.TensorSource;

/**
 * A short name for the weights themselves, whatever the folder is called and however they are split into files: a SHA-256
 * over names and shapes of all tensors and samples from all over each, which is quick even for large files.
 */
final class Fingerprint {
    private static final int SAMPLES = 16;
    private static final int SAMPLE = 256;
    private static final int HEX_DIGITS = 12;

    private Fingerprint() {}

    static String of(TensorSource files) throws ModelException {
        MessageDigest hash = sha256();
        for (String name : new TreeSet<>(files.names())) {
            TensorInfo info = files.info(name);
            hash.update((name + Arrays.toString(info.shape())).getBytes(StandardCharsets.UTF_8));
            if (info.dtype().isWhole()) continue;
            int length = (int) Math.min(SAMPLE, info.count());
            for (int sample = 0; sample < SAMPLES; sample++) {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length);
                files.read(name, (info.count() - length) * sample / (SAMPLES - 1), bytes.asFloatBuffer());
                hash.update(bytes);
            }
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, HEX_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
