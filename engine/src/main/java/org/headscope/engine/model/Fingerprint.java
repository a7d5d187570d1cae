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
 * A short name for the weights themselves, whatever the folder is called, however they are split into files and in whichever
 * format these are: a SHA-256 over names and shapes of all tensors and samples from all over each, which is quick even for
 * large files. What only some formats store does not count: masks and tables that no model reads, and an unembedding that
 * is the embedding once more.
 */
final class Fingerprint {
    private static final int SAMPLES = 16;
    private static final int SAMPLE = 256;
    private static final int HEX_DIGITS = 12;
    private static final String MASK = "(.*\\.)?(attn|attention)\\.(bias|masked_bias)";
    private static final String TABLE = "(.*\\.)?rotary_emb\\.inv_freq";
    private static final String UNEMBEDDING = "(.*\\.)?(lm_head|embed_out)\\.weight";

    private Fingerprint() {}

    static String of(TensorSource files) throws ModelException {
        MessageDigest hash = sha256();
        for (String name : new TreeSet<>(files.names())) {
            TensorInfo info = files.info(name);
            if (isBuffer(name, info) || isCopy(files, name)) continue;
            hash.update((name + Arrays.toString(info.shape())).getBytes(StandardCharsets.UTF_8));
            sample(files, name, hash);
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, HEX_DIGITS);
    }

    /** Whether a tensor is a mask or a table that comes with the weights and that no model reads. */
    static boolean isBuffer(String name, TensorInfo info) {
        return info.dtype().isWhole() || name.matches(TABLE) || name.matches(MASK) && info.shape().length != 1;
    }

    /** Whether a tensor is an unembedding that equals another tensor of its shape. */
    private static boolean isCopy(TensorSource files, String name) throws ModelException {
        if (!name.matches(UNEMBEDDING)) return false;
        byte[] own = sample(files, name, sha256()).digest();
        for (String other : files.names()) {
            boolean same = !other.equals(name)
                    && Arrays.equals(files.info(name).shape(), files.info(other).shape())
                    && Arrays.equals(own, sample(files, other, sha256()).digest());
            if (same) return true;
        }
        return false;
    }

    private static MessageDigest sample(TensorSource files, String name, MessageDigest hash) throws ModelException {
        long count = files.info(name).count();
        int length = (int) Math.min(SAMPLE, count);
        for (int sample = 0; sample < SAMPLES; sample++) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length);
            files.read(name, (count - length) * sample / (SAMPLES - 1), bytes.asFloatBuffer());
            hash.update(bytes);
        }
        return hash;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
