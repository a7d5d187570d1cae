package org.headscope.engine.io;

import java.nio.file.Path;

/** One file of weights, in either of the formats that Headscope reads. */
public sealed interface WeightFile extends TensorSource permits SafetensorsFile, TorchFile {
    Path path();

    /** Bytes of the whole file. */
    long size();
}
