package org.headscope.engine.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.ModelFolder;
import org.headscope.engine.io.TensorInfo;
import org.headscope.engine.io.TensorSource;

/**
 * How much memory a model will take, worked out from shapes alone, before anything of it is read.
 *
 * @param weightBytes its parameters in float32, after processing
 * @param workingBytes what loading takes for a while, or a run of a long prompt, whichever is more
 */
public record MemoryNeed(long weightBytes, long workingBytes) {
    /** A long prompt; memory grows with it, but most prompts of this work are shorter. */
    private static final int LONG_PROMPT = 512;

    /** Matrices of one kind that are alive at a time during a pass: before, after, and in between. */
    private static final int ALIVE = 3;

    /** The need of a model folder, or of one file of weights. */
    public static MemoryNeed of(Path path, Processing processing) throws ModelException {
        ModelFolder folder = ModelFolder.open(path);
        Family family = Family.of(folder.config());
        ModelConfig config = family.config(new ConfigReader(folder.config()));
        return of(folder.weights(), family, config, processing);
    }

    static MemoryNeed of(TensorSource files, Family family, ModelConfig config, Processing processing)
            throws ModelException {
        double values = 0;
        double largest = 0;
        for (String name : files.names()) {
            TensorInfo info = files.info(name);
            if (Fingerprint.isBuffer(name, info)) continue;
            values += info.count();
            largest = Math.max(largest, info.count());
        }
        // a config.json that lies is told so when shapes are compared, not by a need that no weights stand behind
        var width = new Widths(config, largest);
        boolean untied = !family.canShareEmbedding()
                || processing.foldNorms()
                || processing.centreWriting()
                || processing.centreUnembed();
        if (untied && !files.names().contains(family.unembedding())) values += width.vocab * width.model;
        return new MemoryNeed(bytes(values), bytes(Math.max(2 * largest, width.run())));
    }

    /** The axes of the activations, none longer than the largest tensor that is stored. */
    private static final class Widths {
        private final double pos;
        private final double layers;
        private final double heads;
        private final double model;
        private final double keys;
        private final double widest;
        private final double vocab;

        Widths(ModelConfig config, double longest) {
            pos = Math.min(config.nCtx(), LONG_PROMPT);
            layers = Math.min(config.nLayers(), longest);
            heads = Math.min(config.nHeads(), longest);
            model = Math.min(config.dModel(), longest);
            keys = Math.min((double) config.nHeads() * config.dHead(), longest);
            vocab = Math.min(config.dVocab(), longest);
            widest = Math.max(vocab, Math.min(config.dMlp(), longest));
        }

        /** Values of a run of a long prompt: what is remembered of every layer, and the widest of one layer. */
        double run() {
            return pos * layers * (model + 2 * keys) + ALIVE * pos * Math.max(pos * heads + keys, widest);
        }
    }

    private static long bytes(double values) {
        return (long) (Float.BYTES * values);
    }

    public long bytes() {
        return weightBytes + workingBytes;
    }

    /** Bytes of memory that this machine has, or that its container may use. */
    public static long machineBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * Refuses a model that is too large.
     *
     * @param name of the model
     * @param availableBytes what there is
     */
    void requireFits(String name, long availableBytes) throws ModelException {
        if (bytes() <= availableBytes) return;
        throw new ModelException(name + " needs about " + gigabytes(bytes()) + " of memory (" + gigabytes(weightBytes)
                + " for its weights in float32 and " + gigabytes(workingBytes) + " to work in), but this machine has "
                + gigabytes(availableBytes) + ": choose a smaller model, or a larger machine.");
    }

    private static String gigabytes(long bytes) {
        return bytes < 1 << 29
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
