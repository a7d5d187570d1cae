package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about the window.
 *
 * @param model the model folder to open in place of the last one
 * @param exitAfterFirstRun whether it closes by itself once the first prompt is analysed
 * @param screenshot where a picture of it is written once every pane is done
 * @param pictures the folder into which the pictures of the guide are written before it closes
 */
public record WindowOptions(
        Optional<Path> model, boolean exitAfterFirstRun, Optional<Path> screenshot, Optional<Path> pictures) {
    public static final WindowOptions NONE =
            new WindowOptions(Optional.empty(), false, Optional.empty(), Optional.empty());
}
